import fc from 'fast-check';

import { ConfigurationError } from '../../../huawei-cloud/configuration-error';
import { imageEndpoint } from '../../../huawei-cloud/endpoints';
import { temporaryObsUrl } from '../../../huawei-cloud/signing/obs-url';
import { redact, redactUrl } from '../../../huawei-cloud/redact';
import { isTrustedTarget, refusalOf } from '../../../huawei-cloud/request/trusted-target';
import { httpUrl } from '../../../nodes/ImageTagging/parameters/http-url';
import { ParameterError } from '../../../nodes/ImageTagging/parameters/parameter';
import { oddText, oddUrl } from '../arbitraries';
import { expectSentence, orRefused, property } from '../property';

const SECRET = 'Tr0ub4dor-and-3';
const own = 'https://tags.example.com:8443/base';
const credential = { region: 'custom', endpoint: own, iamEndpoint: own, obsEndpoint: own };

const isOwnHost = ({ protocol, host }: URL): boolean =>
	protocol === 'https:' &&
	(host === 'tags.example.com:8443' ||
		/^(image|iam)\.[a-z]+-[a-z]+-\d+\.myhuaweicloud\.(com|eu)$/.test(host) ||
		/^iam\.myhuaweicloud\.(com|eu)$/.test(host));

export const urls = [
	property('a URL as parameter is http or https, or refused', oddUrl, (url) => {
		const accepted = orRefused(ParameterError, () => httpUrl(url));
		if (accepted === undefined) return;
		expect(accepted).toBe(url);
		expect(['http:', 'https:']).toContain(new URL(accepted).protocol);
		expect(accepted).not.toMatch(/[\s\p{Cc}]/u);
	}),

	property(
		'a URL as it is shown has neither user part nor query nor fragment',
		fc.tuple(oddUrl, fc.constantFrom('user', 'query', 'fragment'), oddText),
		([url, place, rest]) => {
			const withSecret = {
				user: url.replace('//', `//${SECRET}:${SECRET}@`),
				query: `${url}?token=${SECRET}${rest}`,
				fragment: `${url}#${SECRET}${rest}`,
			}[place];
			if (withSecret === url) return;
			expect(redactUrl(withSecret as string)).not.toContain(SECRET);
		},
	),

	property(
		'a text with a secret in it is shown without, however it is written',
		fc.tuple(oddText, fc.oneof(fc.constant(SECRET), oddText), oddText, oddUrl),
		([before, secret, after, url]) => {
			const shown = redact([before, secret, after, url].join(''), [secret]);
			if (secret.length >= 4) expect(shown).not.toContain(secret);
		},
	),

	property('an endpoint becomes scheme, host and path, or is refused', oddUrl, (endpoint) => {
		const base = orRefused(ConfigurationError, () => imageEndpoint({ region: 'custom', endpoint }));
		if (base === undefined) return;
		const { protocol, username, password, search, hash } = new URL(base);
		expect(['http:', 'https:']).toContain(protocol);
		expect([username, password, search, hash]).toEqual(['', '', '', '']);
		if (protocol === 'http:') expect(endpoint).toMatch(/http:/i);
	}),

	property('only own hosts are trusted with a key or a token', oddUrl, (url) => {
		if (isTrustedTarget(url, credential)) expect(isOwnHost(new URL(url))).toBe(true);
		else Object.values(refusalOf(url, credential)).forEach(expectSentence);
	}),

	property(
		'a signed OBS link stays at its host and in its bucket',
		fc.tuple(fc.oneof(fc.constant('photos'), oddText), oddText),
		([bucket, key]) => {
			const endpoint = 'https://obs.example.com';
			const accessKey = { id: 'AK', secret: SECRET };
			const link = orRefused(ConfigurationError, () =>
				temporaryObsUrl({ bucket, key, endpoint }, accessKey, new Date(0)),
			);
			if (link === undefined) return;
			expect(new URL(link).host).toBe(`${bucket}.obs.example.com`);
			expect(link).not.toContain(SECRET);
			expect(link).toMatch(/^[\x21-\x7e]+$/);
		},
	),
];

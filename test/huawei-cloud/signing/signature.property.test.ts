import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner';
import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials';
import { describe, it } from '@jest/globals';
import fc from 'fast-check';

import { percentEncode } from '../../../huawei-cloud/signing/percent-encoding';
import {
	authorizationHeader,
	canonicalRequest,
	canonicalUri,
	hashBody,
	sign,
	signature,
	signingDate,
	stringToSign,
} from '../../../huawei-cloud/signing/signature';
import { cases } from '../../support/thorough';

/**
 * Equal to the official Node signer for any request, its faults left out:
 * - it hashes `JSON.stringify(body)`, so only JSON bodies are compared as such, and bytes by `X-Sdk-Content-Sha256`;
 * - it encodes an encoded path again, so whole requests have paths of unreserved characters, and other paths are
 *   compared in the step that encodes them;
 * - it ignores a query inside the URL, so the query is handed to it apart;
 * - it doesn't trim header values, and sorts names by locale, so values are trimmed and names are letters, digits, hyphens;
 * - it drops a Content-Type with `multipart/form-data`, which isn't generated.
 */
const text = fc.string({ unit: 'binary', maxLength: 20 });
const visible = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/);
const secret = fc.stringMatching(/^[A-Za-z0-9]{1,40}$/);
const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD');
const host = fc.constantFrom(
	'image.ap-southeast-1.myhuaweicloud.com',
	'localhost:8089',
	'10.0.0.5',
);
const path = fc
	.array(fc.stringMatching(/^[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,10}$/), { maxLength: 5 })
	.map((segments) => `/${segments.join('/')}`);
const query = fc.dictionary(text, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 4 })), {
	maxKeys: 6,
});
const date = fc
	.date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
	.map(signingDate);
const extraHeaders = fc.dictionary(fc.stringMatching(/^x-t[a-z0-9-]{0,12}[a-z0-9]$/), visible, {
	maxKeys: 6,
});
const body = fc.oneof(fc.constant(undefined), fc.object({ maxDepth: 2 }));

type Query = Record<string, string | string[]>;

function search(parameters: Query): string {
	const pairs = Object.entries(parameters).flatMap(([name, value]) =>
		[value].flat().map((one) => `${percentEncode(name)}=${percentEncode(one)}`),
	);
	return pairs.length > 0 ? `?${pairs.reverse().join('&')}` : '';
}

/** The official signer changes the query's arrays, so it gets its own. */
function official(
	ak: string,
	sk: string,
	request: { method: string; endpoint: string; query: Query; headers: object; data: unknown },
): Record<string, string> {
	const credentials = new BasicCredentials().withAk(ak).withSk(sk);
	const { query: queryParams, ...rest } = structuredClone(request);
	return AKSKSigner.sign({ ...rest, queryParams } as never, credentials) as Record<string, string>;
}

class OfficialSteps extends AKSKSigner {
	static uri(path: string): string | undefined {
		return this.CanonicalURI(path);
	}
}

describe('the signature equals that of the official signer', () => {
	it('for any method, path, query, headers and JSON body', () => {
		fc.assert(
			fc.property(
				secret,
				secret,
				method,
				host,
				path,
				query,
				extraHeaders,
				date,
				body,
				(ak, sk, verb, authority, pathname, parameters, extra, timestamp, data) => {
					const endpoint = `https://${authority}${pathname}`;
					const headers = { ...extra, 'content-type': 'application/json', 'X-Sdk-Date': timestamp };
					const expected = official(ak, sk, {
						method: verb,
						endpoint,
						query: parameters,
						headers,
						data,
					});

					const names = [...Object.keys(headers), 'host'];
					const canonical = canonicalRequest(
						{
							method: verb,
							url: endpoint + search(parameters),
							headers: { ...headers, host: authority },
						},
						names,
						hashBody(data === undefined ? undefined : JSON.stringify(data)),
					);
					const hex = signature(sk, stringToSign(timestamp, canonical));
					return authorizationHeader(ak, names, hex) === expected.Authorization;
				},
			),
			{ numRuns: cases(300) },
		);
	});

	it('for any bytes as body, with project and security token', () => {
		const bytes = fc.uint8Array({ maxLength: 2_000 });
		const when = fc.date({
			min: new Date('2001-01-01'),
			max: new Date('2099-12-31'),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(
				secret,
				secret,
				host,
				path,
				query,
				visible,
				visible,
				when,
				bytes,
				(ak, sk, authority, pathname, parameters, projectId, securityToken, moment, payload) => {
					const endpoint = `https://${authority}${pathname}`;
					const headers = {
						'X-Project-Id': projectId,
						'X-Sdk-Content-Sha256': hashBody(payload),
					};
					const expected = official(ak, sk, {
						method: 'POST',
						endpoint,
						query: parameters,
						headers: {
							...headers,
							'X-Security-Token': securityToken,
							'X-Sdk-Date': signingDate(moment),
						},
						data: undefined,
					});
					const request = {
						method: 'post',
						url: endpoint + search(parameters),
						headers,
						body: payload,
					};
					const added = sign(request, { id: ak, secret: sk, securityToken }, moment);
					return added.Authorization === expected.Authorization;
				},
			),
			{ numRuns: cases(200) },
		);
	});

	it('for any path, in the step that encodes it', () => {
		const segment = fc
			.string({ unit: 'binary', maxLength: 12 })
			.filter((name) => !/[/\\\t\r\n]/.test(name));
		fc.assert(
			fc.property(fc.array(segment, { maxLength: 5 }), (segments) => {
				const written = `/${segments.map(percentEncode).join('/')}`;
				return canonicalUri(written) === OfficialSteps.uri(`/${segments.join('/')}`);
			}),
			{ numRuns: cases(500) },
		);
	});
});

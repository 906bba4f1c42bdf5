import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { ConfigurationError } from '../../huawei-cloud/configuration-error';
import {
	iamEndpoint,
	iamServer,
	imageEndpoint,
	imageServer,
	isPublicEndpoint,
	obsEndpoint,
} from '../../huawei-cloud/endpoints';
import { CUSTOM_REGION, REGIONS } from '../../huawei-cloud/regions';
import { cases } from '../support/thorough';

describe('endpoints from the region', () => {
	it('are those of Huawei Cloud', () => {
		const credential = { region: 'ap-southeast-1' };
		expect(imageEndpoint(credential)).toBe('https://image.ap-southeast-1.myhuaweicloud.com');
		expect(iamEndpoint(credential)).toBe('https://iam.ap-southeast-1.myhuaweicloud.com');
		expect(obsEndpoint(credential)).toBe('https://obs.ap-southeast-1.myhuaweicloud.com');
	});

	it('are European in Dublin', () => {
		expect(iamEndpoint({ region: 'eu-west-101' })).toBe('https://iam.eu-west-101.myhuaweicloud.eu');
	});

	it('are guessed for a region that is newer than the list', () => {
		expect(imageEndpoint({ region: 'ap-north-7' })).toBe(
			'https://image.ap-north-7.myhuaweicloud.com',
		);
	});

	it.each([undefined, '', ' ', CUSTOM_REGION])(
		'ask for the field when the region is %p',
		(region) => {
			expect(() => imageEndpoint({ region })).toThrow(/no Image Recognition Endpoint/);
			expect(() => iamEndpoint({ region })).toThrow(/no IAM Endpoint/);
			expect(() => obsEndpoint({ region })).toThrow(/no OBS Endpoint/);
		},
	);

	it.each([
		['', 'no region'],
		[CUSTOM_REGION, 'the region "Custom"'],
	])('say what is missing where the region is %p', (region, what) => {
		expect(() => iamEndpoint({ region })).toThrow(
			expect.objectContaining({
				message: `The Huawei Cloud credential has ${what} and no IAM Endpoint, so n8n doesn't know where to send the request.`,
				remedy: 'Open the credential and fill in IAM Endpoint, or choose a region.',
			}),
		);
	});

	it.each(['evil.com/', 'a.b', 'x y', 'AP-southeast-1', '-a', 'a@b'])(
		'refuse the region %p',
		(region) => {
			expect(() => imageEndpoint({ region })).toThrow(ConfigurationError);
			expect(() => imageEndpoint({ region })).toThrow(
				expect.objectContaining({
					message: 'The region of the Huawei Cloud credential is not a region code.',
					remedy: expect.stringContaining('choose "Custom"'),
				}),
			);
		},
	);

	it('are well-formed for every region of the list, whose codes and names differ', () => {
		for (const { code } of REGIONS) expect(new URL(imageEndpoint({ region: code })).port).toBe('');
		expect(new Set(REGIONS.map(({ code }) => code)).size).toBe(REGIONS.length);
		expect(new Set(REGIONS.map(({ name }) => name)).size).toBe(REGIONS.length);
		expect(
			REGIONS.filter((region) => region.imageRecognition)
				.map(({ code }) => code)
				.sort(),
		).toEqual(['ap-southeast-1', 'ap-southeast-3', 'cn-east-3', 'cn-north-1', 'cn-north-4']);
	});
});

describe('an endpoint that was written by hand', () => {
	it.each([
		['image.cloud.example', 'https://image.cloud.example'],
		['  https://image.cloud.example/  ', 'https://image.cloud.example'],
		['\u200bhttps://image.cloud.example\ufeff\n', 'https://image.cloud.example'],
		['"https://image.cloud.example"', 'https://image.cloud.example'],
		['//image.cloud.example', 'https://image.cloud.example'],
		['HTTPS://Image.Cloud.Example', 'https://image.cloud.example'],
		['https://image.cloud.example:443', 'https://image.cloud.example'],
		['http://127.0.0.1:8089', 'http://127.0.0.1:8089'],
		['127.0.0.1:8089', 'https://127.0.0.1:8089'],
		['localhost:8089/', 'https://localhost:8089'],
		['http://[::1]:8089', 'http://[::1]:8089'],
		['gateway.example/huawei/image//', 'https://gateway.example/huawei/image'],
		['https://i.example/v2/{project_id}/image/tagging', 'https://i.example'],
		['https://i.example/v2/0d3c5a7e/image/tagging/', 'https://i.example'],
		['https://i.example/base/v1.0/image/tagging', 'https://i.example/base'],
		['https://i.example/base///v2/p/image/tagging//', 'https://i.example/base'],
		['https://i.example/v2/p/image/tagging/x', 'https://i.example/v2/p/image/tagging/x'],
		['i.example/http://x', 'https://i.example/http://x'],
	])('%p becomes %p', (endpoint, expected) => {
		expect(imageEndpoint({ region: 'cn-north-4', endpoint })).toBe(expected);
	});

	it.each([
		['https://iam.example/v3', 'https://iam.example'],
		['https://iam.example/v3/auth/tokens', 'https://iam.example'],
		['https://iam.example/v3/projects/', 'https://iam.example'],
		['https://iam.example/v3/projects/x', 'https://iam.example/v3/projects/x'],
	])('of IAM loses its API path: %p', (given, expected) => {
		expect(iamEndpoint({ iamEndpoint: given })).toBe(expected);
	});

	it('of OBS is as it was written', () => {
		expect(obsEndpoint({ obsEndpoint: 'http://obs.example/a/' })).toBe('http://obs.example/a');
	});

	it.each([
		[imageEndpoint, { endpoint: 'ftp://x' }, 'Image Recognition Endpoint', 'image'],
		[iamEndpoint, { iamEndpoint: 'ftp://x' }, 'IAM Endpoint', 'iam'],
		[obsEndpoint, { obsEndpoint: 'ftp://x' }, 'OBS Endpoint', 'obs'],
	])('that is wrong is told with an example of the right one: %#', (read, fields, label, host) => {
		expect(() => read(fields)).toThrow(
			expect.objectContaining({
				message: `The ${label} of the Huawei Cloud credential starts with ftp://, which is neither https nor http.`,
				remedy: `Open the credential and write the ${label} as a host name or an http(s) address, for example https://${host}.ap-southeast-1.myhuaweicloud.com.`,
			}),
		);
	});

	it.each([
		['ftp://image.example', /ftp:\/\//],
		['javascript:alert(1)', /not an address/],
		['https://user:secret-password@image.example', /user name or password/],
		['https://secret-password@image.example', /user name or password/],
		['https://:secret-password@image.example', /user name or password/],
		['https:\\\\image.example', /characters/],
		['https://image.example/a\tb', /characters/],
		['https://image.example/?key=secret-password', /query/],
		['https://image.example/#x', /fragment/],
		['two words', /spaces/],
		['https://image.example\\@evil.example', /characters/],
		['https://image.example:99999', /not an address/],
		['https://', /not an address/],
		['http://a:b:c', /not an address/],
		['https://exa%mple', /not an address/],
	])('%p is explained', (endpoint, sentence) => {
		const read = (): string => imageEndpoint({ endpoint });
		expect(read).toThrow(ConfigurationError);
		expect(read).toThrow(sentence);
		expect(read).not.toThrow(/secret-password/);
	});

	it('may come out of an expression as any type', () => {
		for (const endpoint of [5, true, {}, [], null] as unknown as string[]) {
			try {
				expect(imageEndpoint({ region: 'cn-north-4', endpoint })).toMatch(/^https:\/\//);
			} catch (error) {
				expect(error).toBeInstanceOf(ConfigurationError);
			}
		}
	});

	it('is a plain base URL or a sentence, whatever was written', () => {
		const written = fc.oneof(
			fc.string({ unit: 'binary', maxLength: 60 }),
			fc.webUrl({ withQueryParameters: true, withFragments: true }),
			fc
				.tuple(fc.constantFrom('http://', 'https://', 'HTTP:', '//', 'file://', ''), fc.string())
				.map((parts) => parts.join('')),
		);
		fc.assert(
			fc.property(written, (endpoint) => {
				try {
					const base = imageEndpoint({ region: 'cn-north-4', endpoint });
					const url = new URL(`${base}/v1.0/image/tagging`);
					expect(base.endsWith('/')).toBe(false);
					expect(url.username + url.password + url.search + url.hash).toBe('');
					expect(
						url.protocol === 'https:' ||
							/^[\s"'<\u200b-\u200d\u2060\ufeff]*http:\/\//i.test(endpoint),
					).toBe(true);
				} catch (error) {
					expect(error).toBeInstanceOf(ConfigurationError);
				}
			}),
			{ numRuns: cases(2_000) },
		);
	});
});

it.each([
	['https://image.ap-southeast-1.myhuaweicloud.com', true],
	['https://image.eu-west-101.myhuaweicloud.eu', true],
	['https://image.cloud.example', false],
	['http://image.cn-north-4.myhuaweicloud.com', false],
	['http://127.0.0.1:8089', false],
	['', false],
])('%p is a public endpoint: %p', (endpoint, expected) => {
	expect(isPublicEndpoint(endpoint)).toBe(expected);
});

describe('the server as a user finds it', () => {
	it.each([
		[
			{ region: 'cn-north-4' },
			"the IAM Endpoint of the credential's Region, iam.cn-north-4.myhuaweicloud.com:443",
		],
		[
			{ region: 'cn-north-4', iamEndpoint: 'http://10.0.0.5' },
			'the IAM Endpoint of the credential, 10.0.0.5:80',
		],
		[
			{ iamEndpoint: 'iam.example.com:8443/base' },
			'the IAM Endpoint of the credential, iam.example.com:8443',
		],
	])('%p', (credential, expected) => {
		expect(iamServer(credential)).toBe(expected);
		expect(imageServer({ ...credential, endpoint: 'https://i.example' })).toBe(
			'the Image Recognition Endpoint of the credential, i.example:443',
		);
	});
});

import { describe, expect, it } from '@jest/globals';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { HuaweiCloudApi } from '../../credentials/HuaweiCloudApi.credentials';
import { failureOf } from '../../huawei-cloud/errors/authentication-error';

const type = new HuaweiCloudApi();
const keys = { accessKeyId: 'AK', secretAccessKey: 'SK-secret', token: 'TOKEN-secret' };
const authenticate = async (fields: object, options: object) =>
	(await type.authenticate(
		{ region: 'ap-southeast-1', ...keys, ...fields },
		options as IHttpRequestOptions,
	)) as unknown as Record<string, unknown>;

describe.each(['accessKey', 'token', 'iamUser'])('where %s goes', (authentication) => {
	it.each([
		'https://example.com/v1/a',
		'http://image.ap-southeast-1.myhuaweicloud.com/v1/a',
		'https://image.ap-southeast-1.myhuaweicloud.com.example.com/v1/a',
		'https://image.ap-southeast-1.myhuaweicloud.com@example.com/v1/a',
		'https://vpc.ap-southeast-1.myhuaweicloud.com/v1/a',
		'https://someones-bucket.obs.ap-southeast-1.myhuaweicloud.com/a',
		'//example.com/v1/a',
		'file:///etc/passwd',
		'v1/a',
	])('is not %s', async (url) => {
		for (const form of [
			{ url },
			{ uri: url },
			{ baseURL: 'https://image.myhuaweicloud.com', url: '', uri: url },
		]) {
			if (form.baseURL && !/^([a-z]+:)?\/\//.test(url)) continue;
			const error = await authenticate(
				{ authentication },
				{ ...form, url: form.url || undefined },
			).catch((thrown: unknown) => thrown);
			expect(failureOf(error)).toMatchObject({
				code: 'UNTRUSTED_HOST',
				reason: expect.stringContaining('was not sent'),
				remedy: expect.stringContaining('set it as the endpoint'),
			});
		}
	});
});

describe('a request that is authenticated', () => {
	it.each([
		['https://image.ap-southeast-1.myhuaweicloud.com/v1/a', {}],
		['https://image.cn-north-4.myhuaweicloud.com/v1/a', {}],
		['https://iam.eu-west-101.myhuaweicloud.eu/v3/projects', {}],
		['https://cloud.example.com:8443/v1/a', { endpoint: 'cloud.example.com:8443' }],
		['http://10.0.0.5/v1/a', { iamEndpoint: 'http://10.0.0.5/' }],
	])('may go to %s with %j', async (url, fields) => {
		expect(await authenticate(fields, { url })).toMatchObject({ url });
	});

	it('follows no redirect, in either form of n8n’s options', async () => {
		const url = 'https://image.ap-southeast-1.myhuaweicloud.com/v1/a';
		expect(
			await authenticate({}, { uri: url, followRedirect: true, followAllRedirects: true }),
		).toMatchObject({
			disableFollowRedirect: true,
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	it.each([true, false])('accepts any certificate if the credential says so: %s', async (allow) => {
		const url = 'https://image.ap-southeast-1.myhuaweicloud.com/v1/a';
		expect(
			await authenticate({ allowUnauthorizedCerts: allow }, { url, rejectUnauthorized: false }),
		).toMatchObject({ skipSslCertificateValidation: allow, rejectUnauthorized: !allow });
	});
});

import { describe, expect, it } from '@jest/globals';
import type { IHttpRequestHelper } from 'n8n-workflow';

import {
	overHttpRequest,
	overTestRequest,
	type HttpRequest,
} from '../../../huawei-cloud/iam/transport';

const request: HttpRequest = {
	method: 'POST',
	url: 'https://iam.example.com/v3/auth/tokens',
	headers: { Accept: 'application/json' },
	body: Buffer.from('{}'),
	allowUnauthorizedCerts: false,
};

const answered = {
	statusCode: 201,
	headers: { 'X-Subject-Token': 'MII', Age: 7 },
	body: '{"token":{}}',
};

/** Both ways over n8n, with the options that its helper gets, and with this answer of it. */
function ways(answer: object = answered) {
	const seen: Array<Record<string, unknown>> = [];
	const helper = async (options: object) => {
		seen.push(options as Record<string, unknown>);
		return answer;
	};
	const helpers = { httpRequest: helper } as unknown as IHttpRequestHelper['helpers'];
	return { seen, node: overHttpRequest(helpers), test: overTestRequest(helper) };
}

describe('a request to IAM', () => {
	it('of a node follows no redirect, takes any status for an answer, and checks the certificate', async () => {
		const { seen, node } = ways();
		await node(request);
		expect(seen).toEqual([
			{
				method: 'POST',
				url: request.url,
				headers: request.headers,
				body: request.body,
				timeout: 30_000,
				encoding: 'text',
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: true,
				returnFullResponse: true,
				skipSslCertificateValidation: false,
			},
		]);
	});

	it('of the Test button does the same, by the older names', async () => {
		const { seen, test } = ways();
		await test(request);
		expect(seen).toEqual([
			{
				method: 'POST',
				uri: request.url,
				headers: request.headers,
				body: request.body,
				timeout: 30_000,
				json: false,
				simple: false,
				followRedirect: false,
				resolveWithFullResponse: true,
				rejectUnauthorized: true,
			},
		]);
	});

	it('leaves the certificate unchecked where the credential says so', async () => {
		const { seen, node, test } = ways();
		await node({ ...request, allowUnauthorizedCerts: true });
		await test({ ...request, allowUnauthorizedCerts: true });
		expect(seen).toMatchObject([
			{ skipSslCertificateValidation: true },
			{ rejectUnauthorized: false },
		]);
	});
});

describe('its answer', () => {
	it.each(['node', 'test'] as const)('has header names in lower case: %s', async (way) => {
		expect(await ways()[way](request)).toEqual({
			status: 201,
			headers: { 'x-subject-token': 'MII', age: '7' },
			text: '{"token":{}}',
		});
	});

	it.each([
		['text as it came', 'hello', 'hello'],
		['JSON that n8n has read', { error: { code: 401 } }, '{"error":{"code":401}}'],
		['nothing', undefined, ''],
	])('has its body as text: %s', async (_what, body, text) => {
		expect((await ways({ ...answered, body }).node(request)).text).toBe(text);
	});
});

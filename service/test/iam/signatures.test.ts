import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { acme, foreignProjectId, projectId, subProjectId, testConfig } from '../support/accounts';
import {
	officialHeaders,
	photo,
	sdkDate,
	send,
	v1Path,
	v2Path,
	type Call,
	type Key,
} from '../support/client';
import { runService, type RunningService } from '../support/run-service';

const body = { image: photo(), language: 'en' };
const [permanent, temporary, lockable] = acme.accessKeys as [Key, Key, Key];
const securityToken = 'acme-security-token-0001';
let service: RunningService;

beforeAll(async () => {
	service = await runService(testConfig());
});

afterAll(() => service.stop());

interface Signed extends Call {
	query?: Record<string, string>;
}

/** Signs with the official signer, then sends, with what `change` makes of the headers. */
function sign(
	call: Signed,
	key: Key = permanent,
	change: (headers: Record<string, string>) => Record<string, string> = (headers) => headers,
) {
	const headers = change(officialHeaders(service, call, key));
	const query = call.query ? `?${new URLSearchParams(call.query).toString()}` : '';
	return send(service, { ...call, path: call.path + query, headers });
}

function expectRefused(answer: Awaited<ReturnType<typeof send>>, words: string | RegExp) {
	expect({ status: answer.status, ...answer.data }).toMatchObject({
		status: 401,
		error_code: 'APIG.0301',
	});
	expect(answer.data.error_msg).toMatch(words);
}

describe("the official signer's requests", () => {
	it.each([
		['v1.0', v1Path],
		['v2', v2Path],
		["v2 with the account's other project", `/v2/${subProjectId}/image/tagging`],
	])('pass: %s', async (_version, path) => {
		expect((await sign({ path, body })).status).toBe(200);
	});

	it.each([
		['a project header', { 'X-Project-Id': projectId }],
		['headers of all kinds', { 'x-zeta': '1', 'X-Alpha': '2', 'x-b10': '4', 'x-b2': '3' }],
		['a body that is not signed', { 'X-Sdk-Content-Sha256': 'UNSIGNED-PAYLOAD' }],
		[
			'the hash of the body in a header',
			{ 'X-Sdk-Content-Sha256': createHash('sha256').update(JSON.stringify(body)).digest('hex') },
		],
	])('pass with %s', async (_what, headers) => {
		expect((await sign({ path: v1Path, body, headers })).status).toBe(200);
	});

	it('pass with a query', async () => {
		const query = { name: 'test-1', empty: '', 'a b': 'ü &=+%' };
		const { status, data } = await sign({ path: '/v3/projects', query });
		expect(status).toBe(200);
		expect(data.projects).toMatchObject([{ id: projectId }]);
	});

	it('pass with temporary keys and their security token', async () => {
		const headers = { 'X-Security-Token': securityToken };
		expect((await sign({ path: v1Path, body, headers }, temporary)).status).toBe(200);
	});

	it('are refused for a project of another account', async () => {
		const { status, data } = await sign({ path: `/v2/${foreignProjectId}/image/tagging`, body });
		expect({ status, ...data }).toMatchObject({ status: 403, error_code: 'ModelArts.4203' });
	});
});

describe('a signature is refused when', () => {
	// One success between failures keeps the key from being locked.
	beforeEach(() => sign({ path: '/v3/projects' }));

	it('the secret key is wrong, with the canonical request on one line', async () => {
		const answer = await sign({ path: v1Path, body }, { ...permanent, sk: 'wrong' });
		expectRefused(
			answer,
			/verify aksk signature fail, canonicalRequest:POST\|\/v1\.0\/image\/tagging\/\|/,
		);
		expect(answer.data.error_msg).not.toContain('\n');
	});

	it('the access key is not known', async () => {
		expectRefused(
			await sign({ path: v1Path, body }, { ak: 'NOBODY', sk: 'x' }),
			/ak NOBODY not exist/,
		);
	});

	it.each([16, -16])('its time is %d minutes off', async (minutes) => {
		const date = sdkDate(minutes);
		const answer = await sign({ path: v1Path, body, headers: { 'X-Sdk-Date': date } });
		expectRefused(
			answer,
			new RegExp(`signature expired, signature time:${date},server time:\\d{8}T\\d{6}Z`),
		);
	});

	it.each([14, -14])('not when its time is %d minutes off', async (minutes) => {
		const headers = { 'X-Sdk-Date': sdkDate(minutes) };
		expect((await sign({ path: v1Path, body, headers })).status).toBe(200);
	});

	it.each([
		['the body was changed', { body: { ...body, limit: 1 } }],
		['the path was changed', { path: v2Path }],
		['the query was changed', { path: `${v1Path}?x=1` }],
	])('%s', async (_what, change) => {
		const headers = officialHeaders(service, { path: v1Path, body });
		const answer = await send(service, { path: v1Path, body, headers, ...change });
		expectRefused(answer, /verify aksk signature fail/);
	});

	it('a signed header was changed', async () => {
		const call = { path: v1Path, body, headers: { 'X-Project-Id': projectId } };
		const answer = await sign(call, permanent, (h) => ({ ...h, 'X-Project-Id': subProjectId }));
		expectRefused(answer, /verify aksk signature fail/);
	});

	it('X-Sdk-Content-Sha256 is the hash of another body', async () => {
		const headers = { 'X-Sdk-Content-Sha256': 'ab'.repeat(32) };
		expectRefused(await sign({ path: v1Path, body, headers }), /not the hash of the body/);
	});

	it('the security token of a temporary key is wrong or missing, without showing it', async () => {
		const wrong = await sign(
			{ path: v1Path, body, headers: { 'X-Security-Token': 'wrong-token' } },
			temporary,
		);
		expectRefused(wrong, /X-Security-Token/);
		expectRefused(await sign({ path: v1Path, body }, temporary), /X-Security-Token/);
		const tampered = await sign(
			{ path: v1Path, body, headers: { 'X-Security-Token': securityToken } },
			{ ...temporary, sk: 'wrong' },
		);
		expectRefused(tampered, /x-security-token:\*\*\*/);
		expect(JSON.stringify([wrong.data, tampered.data])).not.toContain(securityToken);
	});

	it.each([
		['X-Sdk-Date is not signed', (a: string) => a.replace(';x-sdk-date', '')],
		[
			'it is the old form',
			(a: string) => a.replace(/Access=\w+/, 'Credential=X/20150907//ec2/sdk_request'),
		],
		['its hex is cut off', (a: string) => a.slice(0, -2)],
		['nothing follows the algorithm', () => 'SDK-HMAC-SHA256'],
		['it names another algorithm', (a: string) => a.replace('SHA256', 'SM3')],
	])('%s', async (_what, change) => {
		const answer = await sign({ path: v1Path, body }, permanent, (headers) => ({
			...headers,
			Authorization: change(headers.Authorization ?? ''),
		}));
		expectRefused(answer, /verify aksk signature fail/);
	});

	it.each(['', 'yesterday', '20261340T000000Z', '2026-01-15T08:30:00Z'])(
		'X-Sdk-Date is "%s"',
		async (date) => {
			const answer = await sign({ path: v1Path, body }, permanent, (headers) => ({
				...headers,
				'X-Sdk-Date': date,
			}));
			expectRefused(answer, /X-Sdk-Date is not a time/);
		},
	);
});

describe('the lock of an access key', () => {
	const wrong = { ...lockable, sk: 'wrong' };

	it('follows five failures in a row, holds for right signatures too, and for this key only', async () => {
		for (let i = 0; i < 4; i++) expectRefused(await sign({ path: v1Path, body }, wrong), /fail/);
		expect((await sign({ path: v1Path, body }, lockable)).status).toBe(200);
		for (let i = 0; i < 5; i++) expectRefused(await sign({ path: v1Path, body }, wrong), /fail/);
		for (const key of [wrong, lockable]) {
			const { status, data } = await sign({ path: v1Path, body }, key);
			expect({ status, ...data }).toMatchObject({
				status: 403,
				error_code: 'APIG.0301',
				error_msg: 'AK access failed to reach the limit,forbidden',
			});
		}
		expect((await sign({ path: v1Path, body })).status).toBe(200);
	});

	it('opens after its time', async () => {
		const limits = { authFailuresBeforeLock: 1, authLockSeconds: 1 };
		const quick = await runService(testConfig({ limits }));
		try {
			const call = { path: '/v3/projects' };
			const post = (key: Key) =>
				send(quick, { ...call, headers: officialHeaders(quick, call, key) });
			expect((await post({ ...permanent, sk: 'wrong' })).status).toBe(401);
			expect((await post(permanent)).status).toBe(403);
			await new Promise((resolve) => setTimeout(resolve, 1100));
			expect((await post(permanent)).status).toBe(200);
		} finally {
			await quick.stop();
		}
	});
});

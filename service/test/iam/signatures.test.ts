import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
import { forge } from '../support/forge';
import { runService, type RunningService } from '../support/run-service';

const body = { image: photo(), language: 'en' };
const [permanent, temporary] = acme.accessKeys as [Key, Key];
const securityToken = 'acme-security-token-0001';
let service: RunningService;

beforeAll(async () => {
	// So many that no failure of one test locks the key of another.
	service = await runService(testConfig({ limits: { authFailuresBeforeLock: 10_000 } }));
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

function expectRefused(
	answer: Pick<Awaited<ReturnType<typeof send>>, 'status' | 'data'>,
	words: string | RegExp,
) {
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

describe('a well-formed signature, right but for one thing, is refused:', () => {
	const call = { method: 'POST', path: v1Path, body: JSON.stringify(body) };

	it('its own helper signs what passes', async () => {
		expect((await forge(service, { call })).status).toBe(200);
	});

	it('the time is not among what is signed', async () => {
		const answer = await forge(service, { call, signedHeaders: ['content-type', 'host'] });
		expectRefused(answer, /X-Sdk-Date is not among the signed headers/);
	});

	it('a permanent key comes with a security token', async () => {
		const answer = await forge(service, { call, headers: { 'x-security-token': 'any' } });
		expectRefused(answer, /this is a permanent key, which has no X-Security-Token/);
	});

	it('and what it signs of secrets is not shown', async () => {
		const headers = {
			'x-auth-token': 'token-0001',
			cookie: 'session-0001',
			'x-security-token': 'temporary-0001',
		};
		const answer = await forge(service, { call, headers, sk: 'wrong' });
		expectRefused(
			answer,
			/\|cookie:\*\*\*\|.*\|x-auth-token:\*\*\*\|.*\|x-security-token:\*\*\*\|/,
		);
		expect(JSON.stringify(answer.data)).not.toMatch(/(?:token|session|temporary)-0001/);
	});

	it('it is over no body, and a header that names no hash comes with one', async () => {
		const signed = officialHeaders(service, { path: v1Path, body: '' });
		const headers = { ...signed, 'X-Sdk-Content-Sha256': '' };
		const answer = await send(service, { path: v1Path, body, headers });
		expectRefused(answer, /verify aksk signature fail/);
	});

	it('the body is left out of it without TLS', async () => {
		const headers = { 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' };
		expectRefused(
			await forge(service, { call, headers }),
			/UNSIGNED-PAYLOAD is accepted over TLS only/,
		);
	});

	const today = () => sdkDate().slice(0, 8);
	const day = (days: number) => sdkDate(days * 24 * 60).slice(0, 8);

	it.each([
		['today', () => today()],
		['yesterday', () => day(-1)],
		['tomorrow', () => day(1)],
	])('but not with a key derived for %s', async (_when, date) => {
		const scope = `${date()}/test-1/image`;
		expect((await forge(service, { call, scope })).status).toBe(200);
	});

	it.each([
		['1999', () => '19990101/test-1/image'],
		['the day before yesterday', () => `${day(-2)}/test-1/image`],
		['the day after tomorrow', () => `${day(2)}/test-1/image`],
		['another region', () => `${today()}/test-2/image`],
		['another service', () => `${today()}/test-1/obs`],
		['more than that', () => `${today()}/test-1/image/x`],
	])('its key is derived for %s', async (_what, scope) => {
		const answer = await forge(service, { call, scope: scope() });
		expectRefused(answer, /the key is derived for .*, not for \d{8}\/test-1\/image/);
	});
});

describe('what no signer signs so is refused, and is no attempt at the key:', () => {
	let strict: RunningService;

	beforeAll(async () => {
		strict = await runService(testConfig({ limits: { authFailuresBeforeLock: 1 } }));
	});

	afterAll(() => strict.stop());

	const get = { method: 'GET', path: '/v3/projects' };

	it.each([
		[
			'a signed header in UTF-8',
			{ call: get, headers: { 'x-note': Buffer.from('日').toString('latin1') } },
			/signed header x-note has other characters than ASCII/,
		],
		[
			'a query that is not UTF-8',
			{ call: { ...get, path: '/v3/projects?name=%FF' } },
			/percent-encoding that is not UTF-8/,
		],
		[
			'a whole URL in the request line',
			{ call: { ...get, path: 'http://127.0.0.1/v3/projects' } },
			/whole URL instead of a path/,
		],
		[
			'a header signed twice',
			{ call: get, signedHeaders: ['host', 'x-sdk-date', 'host'] },
			/SignedHeaders names a header twice/,
		],
		[
			'a body left out',
			{ call: get, headers: { 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' } },
			/UNSIGNED-PAYLOAD/,
		],
		['an old scope', { call: get, scope: '19990101/test-1/image' }, /the key is derived for/],
		['an old time', { call: get, headers: { 'x-sdk-date': sdkDate(-20) } }, /signature expired/],
	])('%s', async (_what, request, words) => {
		expectRefused(await forge(strict, request), words);
		expect((await forge(strict, { call: get })).status).toBe(200);
	});
});

it('the body may be left out where the operator says so', async () => {
	const lax = await runService(testConfig({ signature: { unsignedPayload: true } }));
	const headers = { 'x-sdk-content-sha256': 'UNSIGNED-PAYLOAD' };
	const call = { method: 'POST', path: v1Path, body: JSON.stringify(body) };
	expect((await forge(lax, { call, headers })).status).toBe(200);
	await lax.stop();
});

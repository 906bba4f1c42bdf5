import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { gzipSync } from 'node:zlib';

import {
	accounted,
	faultRig,
	ITEMS,
	itemOf,
	quiet,
	SECRETS,
	secretsFound,
	type FaultRun,
	type OnError,
} from '../support/fault-rig';
import {
	answer,
	endlessAnswer,
	faultyServer,
	goodAnswer,
	neverAnswer,
	refusal,
	resetBeforeAnswer,
	resetDuringAnswer,
	stallDuringAnswer,
	type FaultyServer,
	type Reply,
} from '../support/faulty-server';

const root = join(__dirname, '../..');
const pem = (name: string) => readFileSync(join(root, 'test/support/tls', name), 'utf8');

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: FaultyServer;
let stranger: FaultyServer;

jest.setTimeout(60_000);
beforeAll(async () => {
	rig = await faultRig(root);
});
afterAll(() => rig.stop());
beforeEach(async () => {
	server = await faultyServer();
	stranger = await faultyServer();
});
afterEach(async () => {
	await server.close();
	await stranger.close();
});

/** Items whose requests meet the fault. */
const FAULTY = [13, 17];

interface Fault {
	name: string;
	reply: () => Reply;
	code: string;
	/** The cause and the cure that the user reads. */
	reason: RegExp;
	remedy: RegExp;
	attempts: 1 | 2;
	/** All further items would fail as well. */
	stops?: true;
	run?: Partial<FaultRun>;
}

const inTwoSeconds = () => new Date(Date.now() + 2_000).toUTCString();
const throttled = (headers: Record<string, string> = {}) =>
	refusal(429, 'APIG.0308', 'The throttling threshold has been reached', headers);
const html = '<!doctype html><html><body>Please log in</body></html>';
const brokenGzip = () => gzipSync(JSON.stringify(goodAnswer)).fill(0, 12);
const signatureOf = (error_msg: (headers: Record<string, unknown>) => string): Reply => {
	return (exchange) => refusal(500, 'AIS.9999', error_msg(exchange.request.headers))(exchange);
};
const slow = { options: { timeout: 700 } };
const keyFailure = (text: string) => () =>
	refusal(401, 'APIG.0301', `Incorrect IAM authentication information: ${text}`);

const faults: Fault[] = [
	{
		name: 'connection reset before the answer',
		reply: () => resetBeforeAnswer,
		code: 'ECONNRESET',
		reason: /closed the connection/,
		remedy: /Run the workflow again/,
		attempts: 2,
	},
	{
		name: 'connection reset during the answer',
		reply: () => resetDuringAnswer,
		code: 'ECONNRESET',
		reason: /closed the connection/,
		remedy: /Run the workflow again/,
		attempts: 2,
	},
	{
		name: 'no answer',
		reply: () => neverAnswer,
		code: 'TIMEOUT',
		reason: /did not answer in time/,
		remedy: /Raise the option Timeout/,
		attempts: 2,
		run: slow,
	},
	{
		name: 'answer that stalls',
		reply: () => stallDuringAnswer,
		code: 'TIMEOUT',
		reason: /did not answer in time/,
		remedy: /Raise the option Timeout/,
		attempts: 2,
		run: slow,
	},
	...[
		{ name: 'truncated JSON', body: '{"result":{"tags":[{"tag":', code: 'TRUNCATED_ANSWER' },
		{ name: 'empty 200', body: '', code: 'EMPTY_ANSWER' },
	].map(
		({ name, body, code }): Fault => ({
			name,
			reply: () => answer(200, body),
			code,
			reason: /cut off before its end|empty answer/,
			remedy: /again/,
			attempts: 2,
		}),
	),
	...[200, 403, 404].map(
		(status): Fault => ({
			name: `web page of a proxy with status ${status}`,
			reply: () => answer(status, html, { 'Content-Type': 'text/html' }),
			code: 'HTML_ANSWER',
			reason: /web page instead of the API's JSON/,
			remedy: /check the endpoint/,
			attempts: 1,
		}),
	),
	{
		name: 'text that is not JSON',
		reply: () => answer(200, 'It works!'),
		code: 'NOT_JSON',
		reason: /not JSON/,
		remedy: /Check the endpoint/,
		attempts: 1,
	},
	...[
		{ name: 'JSON without a result', body: { hello: 'world' } },
		{ name: 'result that is no object', body: { result: 'ok' } },
		{ name: 'tags that are no list', body: { result: { tags: 'cup' } } },
		{ name: 'list instead of an object', body: [] },
	].map(
		({ name, body }): Fault => ({
			name,
			reply: () => answer(200, body),
			code: 'UNKNOWN_ANSWER',
			reason: /not one that this API gives/,
			remedy: /check Region and Image Recognition Endpoint/,
			attempts: 1,
		}),
	),
	{
		name: '200 with an error code',
		reply: () => refusal(200, 'AIS.0504'),
		code: 'AIS.0504',
		reason: /size/,
		remedy: /Shrink|Edit Image/,
		attempts: 1,
	},
	{
		name: 'broken gzip',
		reply: () => answer(200, brokenGzip(), { 'Content-Encoding': 'gzip' }),
		code: 'Z_DATA_ERROR',
		reason: /damaged on its way/,
		remedy: /again/,
		attempts: 2,
	},
	{
		name: 'redirect to another host',
		reply: () => answer(307, '', { Location: `${stranger.url}/v2/p1/image/tagging` }),
		code: 'HTTP.307',
		reason: /redirect/,
		remedy: /own address/,
		attempts: 1,
	},
	...[
		{ name: 'without Retry-After', headers: {}, attempts: 2 as const },
		{ name: 'with seconds', headers: { 'Retry-After': '1' }, attempts: 2 as const },
		{ name: 'with a date', headers: { 'Retry-After': inTwoSeconds() }, attempts: 2 as const },
		{ name: 'with an hour', headers: { 'Retry-After': '3600' }, attempts: 1 as const },
	].map(
		({ name, headers, attempts }): Fault => ({
			name: `429 ${name}`,
			reply: () => throttled(headers),
			code: 'APIG.0308',
			reason: /faster than the service allows/,
			remedy: /Max Concurrency/,
			attempts,
		}),
	),
	...[500, 502, 503, 504, 408].map(
		(status): Fault => ({
			name: `${status} without a body`,
			reply: () => answer(status),
			code: `HTTP.${status}`,
			reason: /internal error|gateway|not available|waited too long/,
			remedy: /Run the workflow again later|Timeout/,
			attempts: 2,
		}),
	),
	{
		name: '500 that echoes the signature and the security token',
		reply: () =>
			signatureOf(
				(headers) =>
					`boom, Authorization: ${String(headers.authorization)} x-security-token:${String(headers['x-security-token'])}`,
			),
		code: 'AIS.9999',
		reason: /AIS\.9999/,
		remedy: /Look the code up/,
		attempts: 2,
	},
	{
		name: '401 with a wrong signature, which echoes the canonical request',
		reply: keyFailure(
			`verify aksk signature fail, canonicalRequest:POST|/v2/p1/image/tagging/|host:x|x-security-token:${SECRETS.securityToken}|`,
		),
		code: 'APIG.0301',
		reason: /Secret Access Key is wrong/,
		remedy: /enter Access Key ID and Secret Access Key anew/,
		attempts: 1,
		stops: true,
	},
	{
		name: '401 with an unknown key',
		reply: keyFailure('ak TESTACCESSKEY not exist'),
		code: 'APIG.0301',
		reason: /does not know this Access Key ID/,
		remedy: /check Access Key ID/,
		attempts: 1,
		stops: true,
	},
	{
		name: '401 without a code',
		reply: () => answer(401),
		code: 'HTTP.401',
		reason: /did not accept the authentication/,
		remedy: /use its test/,
		attempts: 1,
		stops: true,
	},
	{
		name: '401 of a token',
		reply: () => refusal(401, 'ModelArts.4101', 'no token'),
		code: 'ModelArts.4101',
		reason: /authentication|token/i,
		remedy: /credential/,
		attempts: 1,
		stops: true,
	},
	{
		name: '403 of another project',
		reply: () => refusal(403, 'ModelArts.4203', 'no'),
		code: 'ModelArts.4203',
		reason: /permission|project/i,
		remedy: /Project ID|permission/,
		attempts: 1,
		stops: true,
	},
	{
		name: '403 of a locked key',
		reply: () => refusal(403, 'APIG.0301', 'AK access failed to reach the limit,forbidden'),
		code: 'APIG.0301',
		reason: /locked this access key/,
		remedy: /Wait five minutes/,
		attempts: 1,
		stops: true,
	},
	{
		name: '404 of the gateway',
		reply: () => refusal(404, 'APIG.0101', 'API not found'),
		code: 'APIG.0101',
		reason: /no such API/,
		remedy: /Image Recognition Endpoint/,
		attempts: 1,
	},
	{
		name: '413 of a proxy',
		reply: () => answer(413, '<html>413</html>'),
		code: 'HTTP.413',
		reason: /larger than the server accepts/,
		remedy: /Shrink/,
		attempts: 1,
	},
	{
		name: 'refusal that echoes a signed OBS link',
		reply: () => (exchange) =>
			refusal(400, 'ModelArts.4603', `cannot get ${String(exchange.body?.url)}`)(exchange),
		code: 'ModelArts.4603',
		reason: /URL|download/i,
		remedy: /URL|download/i,
		attempts: 1,
		run: {
			parameters: { imageSource: 'obs', bucket: 'photos', objectKey: '=item-{{ $json.item }}.jpg' },
		},
	},
];

const throughout = (fault: Fault) =>
	server.script(({ body }) => (FAULTY.includes(itemOf(body)) ? fault.reply() : undefined));
const run = async (fault: Fault, onError: OnError) => {
	throughout(fault);
	const result = await rig.run({
		url: server.url,
		onError,
		...fault.run,
		options: { maxConcurrency: 10, ...fault.run?.options },
	});
	await quiet(server);
	expect(stranger.seen).toHaveLength(0);
	expect(secretsFound(result, server)).toEqual([]);
	return result;
};

const requestsFor = (item: number) =>
	server.seen.filter(({ body }) => itemOf(body) === item).length;

describe.each(faults)('$name', (fault) => {
	it.each(['continueRegularOutput', 'continueErrorOutput'] as const)(
		'leaves every item accounted for, with %s',
		async (onError) => {
			const result = await run(fault, onError);
			expect(result.error).toBeUndefined();
			const out = accounted(result);
			expect(out.map(({ item }) => item)).toEqual(Array.from({ length: ITEMS }, (_, i) => i));
			const failed = out.filter((one) => one.failed);
			const met = failed.filter(({ item }) => requestsFor(item) > 0);
			for (const { item, json } of failed) {
				// n8n itself adds the input's fields on the error output.
				const ofInput = onError === 'continueErrorOutput' ? ['item'] : [];
				expect(Object.keys(json).sort()).toEqual(['details', 'error', ...ofInput]);
				expect(json.error).toContain(`[item ${item}]`);
				expect(json.error).toMatch(fault.reason);
				expect(json.details).toMatchObject({
					code: fault.code,
					remedy: expect.stringMatching(fault.remedy),
					attempts: requestsFor(item),
				});
			}
			for (const { item } of met) {
				expect(FAULTY).toContain(item);
				expect(requestsFor(item)).toBe(fault.attempts);
			}
			if (fault.stops) {
				expect(met.length).toBeGreaterThanOrEqual(1);
				expect(failed.map(({ item }) => item)).toEqual(expect.arrayContaining(FAULTY));
			} else {
				expect(failed.map(({ item }) => item)).toEqual(FAULTY);
			}
		},
	);

	it('stops the workflow with cause and cure', async () => {
		const result = await run(fault, 'stopWorkflow');
		expect(result.error?.message).toMatch(fault.reason);
		expect(result.error?.description).toMatch(fault.remedy);
		expect(FAULTY.map((item) => `[item ${item}]`)).toContain(
			/\[item \d+\]/.exec(result.error?.message ?? '')?.[0],
		);
	});
});

describe.each(['continueRegularOutput', 'stopWorkflow'] as const)('with %s', (onError) => {
	/** All items fail alike: the sentence of the run, or of its items. */
	const sentences = async (fault: Partial<FaultRun> & { url: string }) => {
		const result = await rig.run({
			onError,
			...fault,
			options: { maxAttempts: 2, timeout: 2_000, ...fault.options },
		});
		expect(secretsFound(result, server)).toEqual([]);
		if (onError === 'stopWorkflow') {
			return [{ reason: result.error?.message ?? '', remedy: String(result.error?.description) }];
		}
		const out = accounted(result);
		expect(out.map(({ item }) => item)).toEqual(Array.from({ length: ITEMS }, (_, i) => i));
		return out.map(({ json }) => {
			const { remedy, attempts } = json.details as { remedy: string; attempts: number };
			return { reason: String(json.error), remedy, attempts };
		});
	};
	const expectAll = (
		all: Array<{ reason: string; remedy: string; attempts?: number }>,
		reason: RegExp,
		remedy: RegExp,
		attempts: number,
	) => {
		for (const one of all) {
			expect(one.reason).toMatch(reason);
			expect(one.remedy).toMatch(remedy);
			expect(one.attempts ?? attempts).toBe(attempts);
		}
	};

	it('a refused connection is explained', async () => {
		const gone = createServer();
		await new Promise<void>((done) => gone.listen(0, '127.0.0.1', done));
		const { port } = gone.address() as { port: number };
		await new Promise((done) => gone.close(done));
		const all = await sentences({
			url: `http://127.0.0.1:${port}`,
			credential: { projectId: 'p1' },
		});
		expectAll(all, /refused the connection/, /Check that the service is running/, 2);
	});

	it('an unknown host name is explained', async () => {
		const all = await sentences({
			url: 'http://no-such-host.invalid',
			credential: { projectId: 'p1' },
		});
		expectAll(all, /DNS/, /check Region and the endpoints/, 2);
	});

	it.each([
		['certificate.pem', /authority that this machine does not know/, /Ignore SSL Issues/],
		['expired.pem', /certificate has expired/, /renew/],
		['other-host.pem', /for another host name/, /host name that the certificate has/],
	])('a certificate that cannot be trusted is explained: %s', async (name, reason, remedy) => {
		const original = tls.createSecureContext;
		const trusting = jest.spyOn(tls, 'createSecureContext').mockImplementation((options) => {
			const context = original(options);
			context.context.addCACert(pem('authority.pem'));
			return context;
		});
		const https = await faultyServer({ key: pem('key.pem'), cert: pem(name) });
		try {
			expectAll(
				await sentences({ url: https.url, credential: { projectId: 'p1' } }),
				reason,
				remedy,
				1,
			);
			expect(https.seen).toHaveLength(0);
		} finally {
			trusting.mockRestore();
			await https.close();
		}
	});

	it('an answer of 100 MB is not read to its end', async () => {
		const sent: Array<{ bytes: number }> = [];
		server.script(() => endlessAnswer(100, (sent[sent.length] = { bytes: 0 })));
		const all = await sentences({
			url: server.url,
			items: ITEMS,
			options: { maxConcurrency: 1, timeout: 30_000 },
		});
		await quiet(server);
		expectAll(all, /far larger than any answer/, /check the endpoint/, 1);
		expect(Math.max(...sent.map(({ bytes }) => bytes))).toBeLessThan(32 * 1024 * 1024);
	});

	it('an upload that stalls ends in time', async () => {
		server.script(
			() => neverAnswer,
			() => false,
		);
		const all = await sentences({
			url: server.url,
			side: (item) => (item === 0 ? 1_400 : 20),
			options: { timeout: 150, maxAttempts: 1 },
		});
		expectAll(all, /did not answer in time/, /Raise the option Timeout/, 1);
	});
});

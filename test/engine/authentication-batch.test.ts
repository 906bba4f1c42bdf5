import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { accounted, faultRig, itemOf, quiet, SECRETS, type FaultRun } from '../support/fault-rig';
import {
	answer,
	faultyServer,
	goodAnswer,
	neverAnswer,
	refusal,
	type FaultyServer,
	type Reply,
} from '../support/faulty-server';
import {
	startHuaweiServer,
	type Answer,
	type HuaweiServer,
	type ReceivedRequest,
	type Secrets,
} from '../support/huawei-server';
import { demoAccount, serviceCredentials, startService } from '../support/service';

const root = join(__dirname, '../..');

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: HuaweiServer;
let clockOffset: number;

beforeAll(async () => {
	rig = await faultRig(root);
});
afterAll(() => rig.stop());
beforeEach(async () => {
	clockOffset = 0;
	const { secretAccessKey: sk, securityToken } = SECRETS;
	const secrets: Secrets = {
		accessKeys: { TESTACCESSKEY: { sk, securityToken } },
		passwords: { 'acme/robot': 'right-password' },
		now: () => Date.now() + clockOffset,
	};
	server = await startHuaweiServer(secrets);
	play();
});
afterEach(async () => await server.close());

const tagging = () => server.received.filter(({ path }) => path.endsWith('/image/tagging'));
const jsonOf = ({ body }: ReceivedRequest) =>
	JSON.parse(body.toString()) as Record<string, unknown>;

/** Requests that the server lets in are answered with tags, others as `change` says or refused as usual. */
function play(change: (request: ReceivedRequest) => Answer | undefined = () => undefined) {
	server.play((request, usual) => {
		if (!request.path.endsWith('/image/tagging')) return undefined;
		return (
			change(request) ?? (usual.status === 200 ? { status: 200, body: goodAnswer } : undefined)
		);
	});
}

const user: ICredentialDataDecryptedObject = {
	authentication: 'iamUser',
	accountName: 'acme',
	userName: 'robot',
	password: 'right-password',
	session: '',
};

/** V1.0 in the region's own project: nothing has to be looked up before the first image is sent. */
const alone = { parameters: { apiVersion: 'v1.0' }, credential: { projectName: '' } };

async function run(fault: Partial<FaultRun> = {}) {
	const result = await rig.run({
		url: server.url,
		onError: 'continueRegularOutput',
		items: 100,
		...fault,
		options: { maxConcurrency: 10, maxAttempts: 4, ...fault.options },
	});
	const out = accounted(result);
	expect(out.map(({ item }) => item)).toEqual(
		Array.from({ length: fault.items ?? 100 }, (_, i) => i),
	);
	const kept = JSON.stringify({ data: result.run.data, ui: result.uiMessages });
	for (const { headers } of server.received) {
		const secrets = [headers.authorization, headers['x-auth-token'], headers['x-security-token']];
		for (const secret of secrets) if (secret) expect(kept).not.toContain(secret);
	}
	expect(kept).not.toContain('right-password');
	return { failed: out.filter((one) => one.failed), out };
}

const wrongKey = { secretAccessKey: 'a-wrong-secret-access-key' };

describe('a wrong secret key, with 100 items in 10 lanes', () => {
	it.each(['v1.0', 'v2'])('is sent once: %s', async (apiVersion) => {
		const credential = { ...wrongKey, projectName: apiVersion === 'v2' ? 'local-1' : '' };
		const { failed } = await run({ credential, parameters: { apiVersion } });
		expect(failed).toHaveLength(100);
		expect(server.received).toHaveLength(1);
		for (const { item, json } of failed) {
			expect(json.error).toMatch(/Secret Access Key is wrong/);
			expect(json.details).toMatchObject({ attempts: item === 0 ? 1 : 0 });
		}
	});

	it('is sent twice when the clock may be the cause', async () => {
		clockOffset = 5 * 60_000;
		const { failed } = await run({ ...alone, credential: { ...alone.credential, ...wrongKey } });
		expect(failed).toHaveLength(100);
		expect(server.received).toHaveLength(2);
	});

	it('is counted as one failure by the real service', async () => {
		const service = await startService(root, { workers: 1, limits: { authFailuresBeforeLock: 3 } });
		const { accessKey } = serviceCredentials(service.url);
		const correct = { ...accessKey, securityToken: '', projectId: demoAccount.projectId };
		try {
			const send = async (secretAccessKey: string) =>
				await run({ url: service.url, credential: { ...correct, secretAccessKey } });
			const { failed } = await send('wrong-secret-access-key');
			expect(failed).toHaveLength(100);
			expect(failed[99]?.json.error).toMatch(/Secret Access Key is wrong/);
			// The key has not been locked, as it is after three failures.
			expect((await send(demoAccount.secretKey)).failed).toEqual([]);
		} finally {
			await service.stop();
		}
	});

	it('is sent once as well when the workflow stops at errors', async () => {
		const result = await rig.run({ url: server.url, credential: wrongKey, items: 100 });
		expect(result.error?.message).toMatch(/\[item 0\].*Secret Access Key is wrong/);
		expect(server.received).toHaveLength(1);
	});
});

describe('a clock that is wrong', () => {
	it.each([
		['behind', 3_600_000],
		['ahead', -3_600_000],
	])('is corrected once and remembered: an hour %s', async (_, offset) => {
		clockOffset = offset;
		const { failed } = await run(alone);
		expect(failed).toEqual([]);
		expect(tagging()).toHaveLength(101);
	});

	it('is found out by one request in every execution', async () => {
		clockOffset = 3_600_000;
		for (const executions of [1, 2]) {
			const { failed } = await run({ ...alone, items: 20 });
			expect(failed).toEqual([]);
			expect(tagging()).toHaveLength(executions * 21);
		}
	});

	it('is corrected in the link to an OBS object, of the first image too', async () => {
		clockOffset = 3_600_000;
		const { failed } = await run({
			...alone,
			parameters: {
				...alone.parameters,
				imageSource: 'obs',
				bucket: 'photos',
				objectKey: 'a.jpg',
			},
			items: 5,
		});
		expect(failed).toEqual([]);
		const [refused, ...taken] = tagging().map((request) => {
			const { searchParams } = new URL(String(jsonOf(request).url));
			return Math.round((Number(searchParams.get('Expires')) * 1_000 - Date.now()) / 60_000);
		});
		expect(refused).toBe(15);
		expect(taken).toEqual(Array<number>(5).fill(75));
	});

	it('is corrected in the request for the project', async () => {
		clockOffset = 3_600_000;
		const { failed } = await run();
		expect(failed).toEqual([]);
		expect(tagging()).toHaveLength(100);
		expect(server.received.filter(({ path }) => path === '/v3/projects')).toHaveLength(2);
	});
});

describe('how many requests start before the first answer', () => {
	let faulty: FaultyServer;
	beforeEach(async () => {
		faulty = await faultyServer();
	});
	afterEach(async () => await faulty.close());

	const start = async (apiVersion: string, reply: Reply = answer(200, goodAnswer)) => {
		let begun: number | undefined;
		faulty.script(() => async (exchange) => {
			// Long enough for a busy machine to begin ten.
			await setTimeout(2_000);
			begun ??= faulty.seen.length;
			return reply(exchange);
		});
		const credential = { projectName: apiVersion === 'v2' ? 'local-1' : '' };
		await run({ url: faulty.url, items: 20, parameters: { apiVersion }, credential });
		return begun;
	};

	it('one, while nothing is known of the key', async () => {
		expect(await start('v1.0')).toBe(1);
	});

	it('as many as allowed, once IAM has taken the key in the request for the project', async () => {
		expect(await start('v2')).toBe(10);
	});

	it('as many as allowed, when the key was accepted just before', async () => {
		await start('v1.0');
		expect(await start('v1.0')).toBe(10);
	});

	it('one again, when the key was refused since', async () => {
		await start('v1.0');
		await start('v1.0', refusal(401, 'APIG.0301', 'verify aksk signature fail'));
		expect(await start('v1.0')).toBe(1);
	});
});

describe('a token that is refused in the middle of a batch', () => {
	it.each([
		[401, 'APIG.0301', 'Incorrect IAM authentication information: decrypt token fail'],
		[403, 'ModelArts.4102', 'token expired'],
		[400, 'AIS.0002', 'The token must be updated'],
		[403, 'ModelArts.0203', 'Invalid token'],
	])('is renewed once: %i %s', async (status, error_code, error_msg) => {
		let revoked: string | undefined;
		play(({ headers, ...request }) => {
			if (itemOf(jsonOf({ headers, ...request })) >= 40) revoked ??= headers['x-auth-token'];
			return revoked !== undefined && headers['x-auth-token'] === revoked
				? { status, body: { error_code, error_msg } }
				: undefined;
		});
		const { failed } = await run({ credential: user });
		expect(failed).toEqual([]);
		expect(server.tokenRequests()).toHaveLength(2);
		expect(tagging().length).toBeLessThanOrEqual(110);
	});

	it('stops the batch when the new one is refused as well', async () => {
		play((request) =>
			itemOf(jsonOf(request)) < 40
				? undefined
				: { status: 401, body: { error_code: 'APIG.0301', error_msg: 'decrypt token fail' } },
		);
		const { failed } = await run({ credential: user });
		expect(failed[0]?.json.details).toMatchObject({
			reason: expect.stringContaining('A new token, obtained just before, was refused as well.'),
			remedy: expect.stringContaining('belong to the same cloud'),
		});
		expect(failed).toHaveLength(60);
		expect(server.tokenRequests()).toHaveLength(2);
		expect(tagging().length).toBeLessThanOrEqual(60);
	});

	it('is not renewed when it was obtained for the very request', async () => {
		play(() => ({
			status: 401,
			body: { error_code: 'APIG.0301', error_msg: 'decrypt token fail' },
		}));
		const { failed } = await run({ credential: user });
		expect(failed).toHaveLength(100);
		expect(server.tokenRequests()).toHaveLength(1);
		expect(tagging()).toHaveLength(2);
	});

	it('asks IAM once with a wrong password', async () => {
		const { failed } = await run({ credential: { ...user, password: 'wrong-password' } });
		expect(failed).toHaveLength(100);
		expect(server.received).toHaveLength(1);
		expect(failed[50]?.json.error).toMatch(/IAM refused the user/);
	});
});

describe('stopping the execution', () => {
	it.each([
		['requests', () => neverAnswer],
		['waits', () => refusal(503, 'AIS.0506', 'no', { 'Retry-After': '50' })],
		['waits of all', () => refusal(429, 'APIG.0308', 'no', { 'Retry-After': '50' })],
	])('ends all %s at once', async (_, reply) => {
		const faulty = await faultyServer();
		const stop = new AbortController();
		const enough = new Promise<void>((resolve) => {
			faulty.script(({ body }) => {
				if (itemOf(body) < 1) return undefined;
				if (faulty.seen.length === 6) resolve();
				return reply();
			});
		});
		const running = rig.run({
			url: faulty.url,
			items: 100,
			onError: 'continueRegularOutput',
			options: { maxConcurrency: 5, timeout: 60_000 },
			stop: stop.signal,
		});
		await enough;
		const stoppedAt = Date.now();
		stop.abort();
		const result = await running;
		await quiet(faulty);
		const took = Date.now() - stoppedAt;
		// Waits and timeouts are 50 s and more: whoever sat one out is far beyond this.
		expect(took).toBeLessThan(10_000);
		expect(result.run.status).toBe('canceled');
		expect(faulty.seen).toHaveLength(6);
		await faulty.close();
	});
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import sharp from 'sharp';
import { createContext } from '../../src/app/context';
import { buildServer } from '../../src/app/server';
import { loadSettings } from '../../src/config/load';
import { configSchema } from '../../src/config/schema';
import { EngineError, type Engine } from '../../src/engine';
import { childProcesses } from '../engine/support/engines';
import { testConfig } from '../support/accounts';
import { failureBody } from '../support/answer-schema';
import { obtainToken, photo, send, tokenBody, v1Path } from '../support/client';
import { idleStats } from '../support/idle-stats';
import { runService, type RunningService } from '../support/run-service';

/** A picture that keeps a worker busy for a while, as base64. */
let large: string;
beforeAll(async () => {
	const bytes = Buffer.from(photo('coffee.jpg'), 'base64');
	large = (await sharp(bytes).resize(2000, 2000).png().toBuffer()).toString('base64');
});

const pause = () => new Promise((resolve) => setTimeout(resolve, 5));

async function untilHealth(
	service: RunningService,
	fits: (health: { ready: number; busy: number; queued: number }) => boolean,
): Promise<void> {
	while (!fits((await send(service, { path: '/healthz' })).data)) await pause();
}

/**
 * Kills the service's only worker while it looks at a picture, and returns its process id. The worker is found
 * before the service is asked: one in place of a lost worker is there only once the service knows of the loss.
 */
async function killBusyWorker(service: RunningService, notThis?: number): Promise<number> {
	for (;;) {
		const [worker] = childProcesses(service.pid);
		const { ready, busy } = (await send(service, { path: '/healthz' })).data;
		if (worker === undefined || worker === notThis || ready !== 1 || busy !== 1) {
			await pause();
			continue;
		}
		process.kill(worker, 'SIGKILL');
		return worker;
	}
}

async function tagging(service: RunningService) {
	const headers = { 'X-Auth-Token': await obtainToken(service) };
	return (image: string) => send(service, { path: v1Path, body: { image }, headers });
}

describe('a worker that is lost', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	it('once: the client gets its tags', async () => {
		const answer = (await tagging(service))(large);
		await killBusyWorker(service);
		expect((await answer).status).toBe(200);
	});

	it('twice on one picture: the client gets AIS.0505, and the next one its tags', async () => {
		const tag = await tagging(service);
		const answer = tag(large);
		const first = await killBusyWorker(service);
		await killBusyWorker(service, first);
		const { status, data } = await answer;
		expect(status).toBe(500);
		expect(failureBody.parse(data)).toMatchObject({
			error_code: 'AIS.0505',
			error_msg:
				'Failed to run the algorithm. Two worker processes in a row were lost on this image.',
		});
		expect((await tag(photo())).status).toBe(200);
		expect(service.stderr()).toMatch(new RegExp(`"level":50.*"request_id":"${data.request_id}"`));
	});
});

describe('a full queue', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(testConfig({ limits: { queuedImages: 1 } }));
	});

	afterAll(() => service.stop());

	/** One picture in the only worker, and one in the queue. */
	async function fill(tag: Awaited<ReturnType<typeof tagging>>) {
		const first = tag(large);
		await untilHealth(service, ({ busy }) => busy === 1);
		const second = tag(photo());
		await untilHealth(service, ({ queued }) => queued === 1);
		return [first, second];
	}

	it('is answered with 429 and the time to come again; what was accepted is finished', async () => {
		const tag = await tagging(service);
		const accepted = await fill(tag);
		const refused = await tag(photo());
		expect(refused.status).toBe(429);
		expect(refused.headers['retry-after']).toBe('1');
		expect(failureBody.parse(refused.data)).toMatchObject({
			error_code: 'APIG.0308',
			error_msg: 'The throttling threshold has been reached: policy service over queue,limit:1',
		});
		expect((await Promise.all(accepted)).map(({ status }) => status)).toEqual([200, 200]);
		expect((await tag(photo())).status).toBe(200);
	});

	it('is answered before the picture has come, and the connection stays', async () => {
		const tag = await tagging(service);
		const body = JSON.stringify({ image: photo() });
		const { port } = new URL(service.url);
		const socket = connect(Number(port), '127.0.0.1').setEncoding('utf8');
		const token = await obtainToken(service);
		const accepted = await fill(tag);
		const head = `POST ${v1Path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Auth-Token: ${token}\r\n`;
		const post = `${head}Content-Length: ${body.length}\r\n\r\n`;
		socket.write(post + body.slice(0, 100));
		const [refused] = (await once(socket, 'data')) as [string];
		expect(refused).toMatch(/^HTTP\/1\.1 429 (.|\r\n)*"error_code":"APIG\.0308"/);
		await Promise.all(accepted);
		socket.write(body.slice(100) + post + body);
		const [tagged] = (await once(socket, 'data')) as [string];
		expect(tagged).toMatch(/^HTTP\/1\.1 200 (.|\r\n)*"tag":/);
		socket.destroy();
	});
});

it('a stop finishes the pictures in the queue', async () => {
	const service = await runService(testConfig());
	const tag = await tagging(service);
	const accepted = [tag(large), tag(photo()), tag(photo())];
	await untilHealth(service, ({ busy, queued }) => busy === 1 && queued === 2);
	const ended = service.stop();
	expect((await Promise.all(accepted)).map(({ status }) => status)).toEqual([200, 200, 200]);
	expect(await ended).toMatchObject({ code: 0, signal: null });
});

describe('what nobody expected', () => {
	/** The server in this process, with an engine that fails with the error. */
	async function tagWith(error: Error) {
		const lines: string[] = [];
		const engine: Engine = {
			ready: Promise.resolve(),
			models: [],
			tag: () => Promise.reject(error),
			stats: () => idleStats,
			limitQueue: () => undefined,
			close: () => Promise.resolve(),
		};
		const settings = { ...loadSettings({}), config: configSchema.parse(testConfig()) };
		const log = pino({}, { write: (line) => void lines.push(line) });
		const app = buildServer(createContext(settings, engine, log));
		const post = (url: string, body: unknown, headers = {}) =>
			app.inject({ method: 'POST', url, payload: JSON.stringify(body), headers });
		const login = await post('/v3/auth/tokens', tokenBody());
		const headers = { 'x-auth-token': String(login.headers['x-subject-token']) };
		const answer = await post(v1Path, { image: photo() }, headers);
		const metrics = await app.inject('/metrics');
		await app.close();
		return { answer, log: lines.join(''), metrics: metrics.body };
	}

	it('is AIS.0506, with the cause in the log alone', async () => {
		const { answer, log, metrics } = await tagWith(new TypeError('x is not a function'));
		expect(answer.statusCode).toBe(500);
		const body = failureBody.parse(answer.json());
		expect(body).toMatchObject({
			error_code: 'AIS.0506',
			error_msg: "An internal error occurred. Look for the request's ID in the service's log.",
		});
		expect(answer.headers['x-request-id']).toBe(body.request_id);
		expect(log).toMatch(new RegExp(`"level":50.*${body.request_id}.*x is not a function`));
		expect(metrics).toMatch(/requests_total\{[^}]*status="500",code="AIS.0506"\} 1/);
	});

	it('is AIS.0505 when the model fails, with its sentence in the log alone', async () => {
		const { answer, log } = await tagWith(
			new EngineError('modelFailed', 'The model in /opt/models/own is gone.'),
		);
		const body = failureBody.parse(answer.json());
		expect(body).toMatchObject({
			error_code: 'AIS.0505',
			error_msg: "Failed to run the algorithm. Look for the request's ID in the service's log.",
		});
		expect(log).toMatch(new RegExp(`"level":50.*${body.request_id}.*/opt/models/own is gone`));
	});

	it.each([
		['modelFailed', 500, 'AIS.0505'],
		['closed', 500, 'AIS.0506'],
		['busy', 429, 'APIG.0308'],
	] as const)('the engine says %s: %d %s', async (kind, status, code) => {
		const { answer } = await tagWith(new EngineError(kind, 'Something happened.'));
		expect(answer.statusCode).toBe(status);
		expect(failureBody.parse(answer.json()).error_code).toBe(code);
	});
});

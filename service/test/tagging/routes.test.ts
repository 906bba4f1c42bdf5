import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { ApiError } from '../../src/contract/failures';
import { EngineError, type EngineErrorKind } from '../../src/engine';
import { answerFailure } from '../../src/http/answers';
import { taggingRoutes } from '../../src/tagging/routes';
import { head, until } from '../support/raw';

const account = { name: 'acme', projects: [{ id: 'p1', name: 'one' }] };
const keys = { account, scope: 'keys' };
const json = { 'content-type': 'application/json' };
const image = { image: 'QUJD', threshold: 0 };
const tagged = {
	findings: [],
	timings: { decodeMs: 1, modelMs: 2 },
	models: [
		{ name: 'coco-ssd', version: '01d8' },
		{ name: 'my own', version: '2/3' },
	],
};

/** What happened, in order. */
let events: unknown[][];
let app: FastifyInstance;
/** Who asks, and whether that is proven before the body has come. */
let early: Partial<FastifyRequest>;
let caller: object;
/** What the steps do next. */
let isFull: boolean;
let enter: () => Promise<void>;
let look: (image: Buffer, signal: AbortSignal) => unknown;
let download: (
	read: (file: Readable, declared: number, limit: number) => Promise<Buffer>,
) => unknown;

const note = (...event: unknown[]) => void events.push(event);
const names = () => events.map(([name]) => name);

beforeEach(() => {
	events = [];
	early = { tenant: account as never, isProven: true, caller: keys as never };
	caller = keys;
	isFull = false;
	enter = async () => undefined;
	look = () => tagged;
	download = () => Buffer.from('file');
	app = fastify();
	app.decorateReply('failureCode', '');
	app.decorateReply('refusal', '');
	app.setErrorHandler((error, request, reply) =>
		answerFailure(error, request, reply, {
			error: ({ err }: { err: unknown }) => note('log', err),
		} as never),
	);
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		note('body');
		done(null, body);
	});
	app.addHook('onRequest', async (request) => void Object.assign(request, early));
	app.addHook(
		'preHandler',
		async (request) => void Object.assign(request, { caller, tenant: account }),
	);
	taggingRoutes(app, {
		engine: {
			stats: (owner?: string) => (note('stats', owner), { full: isFull }),
			async tag(bytes: Buffer, signal: AbortSignal, owner: string) {
				note('look', bytes.toString(), owner);
				return look(bytes, signal);
			},
		},
		downloader: {
			async fetch(url: string, { read }: { read: Parameters<typeof download>[0] }) {
				note('fetch', url);
				return download(read);
			},
		},
		throttle: {
			async enter({ name }: { name: string }) {
				await enter();
				note('enter', name);
				return () => note('leave');
			},
		},
		metrics: {
			tagged: (timings: object) => note('tagged', timings),
			downloaded: (ms: number) => note('downloaded', ms),
		},
		bodyMemory: { giveBack: (body: Buffer) => note('give back', body.length) },
		bodyBudget: {
			open: (holder: object) => {
				note('hold', holder);
				return { growTo: (bytes: number) => note('grow', bytes), release: () => note('release') };
			},
		},
		settings: { config: { limits: { queuedImages: 7 } } },
	} as never);
});

afterEach(() => app.close());

async function post(
	payload: object = image,
	url = '/v1.0/image/tagging',
	headers: Record<string, string> = json,
) {
	const answer = await app.inject({ method: 'POST', url, headers, payload });
	return {
		...{ status: answer.statusCode, headers: answer.headers },
		...answer.json<{ error_code?: string; error_msg?: string; result?: object }>(),
	};
}

describe("one of the account's places", () => {
	it.each<[string, typeof early]>([
		['a token', {}],
		['a signature over a hash of the body', { caller: null }],
	])('is taken once, before the body comes, where %s proves whose it is', async (_what, known) => {
		early = { ...early, ...known };
		expect((await post()).status).toBe(200);
		expect(names()).toEqual([
			...['stats', 'enter', 'body', 'hold', 'look', 'tagged', 'give back', 'release', 'leave'],
		]);
		expect(events).toContainEqual(['enter', 'acme']);
	});

	it.each<[string, typeof early]>([
		['who is asking is not proven before it', { isProven: false, caller: null }],
		['nobody is known before it', { isProven: false, caller: null, tenant: null }],
	])('is taken when the body has come, where %s', async (_what, known) => {
		early = { ...early, ...known };
		expect((await post()).status).toBe(200);
		expect(names().slice(0, 3)).toEqual(['stats', 'body', 'enter']);
		expect(names().filter((name) => name === 'enter')).toHaveLength(1);
		expect(events[0]).toEqual(['stats', known.tenant === null ? undefined : 'acme']);
	});

	it('that is not free is a failure, and none is given back', async () => {
		enter = () => Promise.reject(new ApiError('throttled', 'over', 3));
		expect(await post()).toMatchObject({ status: 429, error_code: 'APIG.0308' });
		expect(names()).toEqual(['stats']);
	});

	it('is given back at once where its client left while it was waited for', async () => {
		let go = () => {};
		enter = () => new Promise((resolve) => (go = resolve));
		await app.listen({ host: '127.0.0.1', port: 0 });
		const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
		const gone = new Promise((resolve) =>
			app.server.once('connection', (each) => each.once('close', resolve)),
		);
		socket.write(head('POST', '/v1.0/image/tagging', { 'Content-Length': 9 }));
		await until(() => names().includes('stats'));
		socket.destroy();
		await gone;
		go();
		await until(() => names().includes('leave'));
		expect(names()).toEqual(['stats', 'enter', 'leave']);
	});
});

describe('a request is refused before its body comes', () => {
	it('where the queue is full', async () => {
		isFull = true;
		const { status, headers, error_msg: words } = await post();
		expect([status, headers['retry-after'], words]).toEqual([
			429,
			'1',
			'The throttling threshold has been reached: policy service over queue,limit:7',
		]);
		expect(names()).toEqual(['stats']);
	});

	it('where it is not called JSON', async () => {
		expect(await post(image, undefined, { 'content-type': 'text/plain' })).toMatchObject({
			error_code: 'AIS.0014',
			error_msg:
				'The JSON format of the input data is incorrect. Send the header Content-Type: application/json.',
		});
		expect(names()).toEqual([]);
	});
});

describe('a project', () => {
	const ofProject = { account, scope: account.projects[0] };
	const ofAccount = { account, scope: 'account' };
	const [v1, v2] = ['/v1.0/image/tagging', '/v2/p1/image/tagging'];

	it.each([
		['v1.0 needs no particular one', v1, keys, {}, 200],
		['v1.0 needs some', v1, ofAccount, {}, 403],
		['v1.0 may name one', v1, ofProject, { 'x-project-id': 'p1' }, 200],
		['v1.0 must not name that of others', v1, ofProject, { 'x-project-id': 'p2' }, 403],
		['v1.0 names none with an empty header', v1, ofProject, { 'x-project-id': '' }, 200],
		['v2 names one', v2, ofProject, {}, 200],
		['v2 must not name that of others', '/v2/p2/image/tagging', keys, {}, 403],
	])('is looked at: %s', async (_what, url, who, headers, status) => {
		caller = who;
		expect((await post(image, url, { ...json, ...headers })).status).toBe(status);
		expect(names().includes('look')).toBe(status === 200);
	});
});

describe('an image', () => {
	it('is looked at for its account, and the models that did are named in a header', async () => {
		const { headers, result } = await post();
		expect(result).toEqual({ tags: [] });
		expect(headers['x-image-models']).toBe('coco-ssd/01d8, my%20own/2%2F3');
		expect(events).toEqual(
			expect.arrayContaining([
				['hold', { account: 'acme' }],
				['look', 'ABC', 'acme'],
				['tagged', tagged.timings],
				['give back', JSON.stringify(image).length],
			]),
		);
	});

	it('by its address is downloaded, as large as there is memory for, and measured', async () => {
		download = (read) => read(Readable.from([Buffer.from('file')]), 4, 9);
		const before = performance.now();
		expect((await post({ url: 'http://a.example/b' })).status).toBe(200);
		const [, ms] = events.find(([name]) => name === 'downloaded') ?? [];
		expect(ms).toBeGreaterThanOrEqual(0);
		expect(ms).toBeLessThanOrEqual(performance.now() - before);
		expect(events).toEqual(
			expect.arrayContaining([
				['fetch', 'http://a.example/b'],
				['grow', 4],
				['look', 'file', 'acme'],
			]),
		);
	});

	it('by its address that is larger than it may be is refused as it comes', async () => {
		download = (read) => read(Readable.from([Buffer.from('file')]), 0, 3);
		expect((await post({ url: 'http://a.example/b' })).status).toBe(413);
	});
});

describe('what the engine says', () => {
	it.each<[EngineErrorKind, number, string, string]>([
		['unsupportedFormat', 400, 'AIS.0502', 'The image format is not supported. Because.'],
		['damaged', 400, 'AIS.0503', 'The image is damaged. Because.'],
		['size', 400, 'AIS.0504', 'The image size does not meet requirements. Because.'],
		['workersLost', 500, 'AIS.0505', 'Failed to run the algorithm. Because.'],
		[
			'modelFailed',
			500,
			'AIS.0505',
			"Failed to run the algorithm. Look for the request's ID in the service's log.",
		],
		['closed', 500, 'AIS.0506', 'An internal error occurred. Because.'],
		[
			'busy',
			429,
			'APIG.0308',
			'The throttling threshold has been reached: policy service over queue,limit:7',
		],
	])(
		'is told, and no memory given back that a worker may still read: %s',
		async (kind, ...told) => {
			look = () => Promise.reject(new EngineError(kind, 'Because.'));
			const { status, error_code: code, error_msg: words } = await post();
			expect([status, code, words]).toEqual(told);
			expect(
				names()
					.slice(names().indexOf('look'))
					.filter((name) => name !== 'log'),
			).toEqual([...['look', 'release', 'leave']]);
		},
	);

	it('is a fault of the service where it is nothing that is known', async () => {
		const error = new TypeError('x is not a function');
		look = () => Promise.reject(error);
		expect(await post()).toMatchObject({ status: 500, error_code: 'AIS.0506' });
		expect(events).toContainEqual(['log', error]);
	});
});

describe('the work for a request', () => {
	it('ends when its client leaves', async () => {
		let ended: unknown;
		look = (_image, signal) =>
			new Promise((_, reject) => {
				signal.addEventListener('abort', () => reject((ended = signal.reason)));
				socket.destroy();
			});
		await app.listen({ host: '127.0.0.1', port: 0 });
		const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
		await once(socket, 'connect');
		const body = JSON.stringify(image);
		socket.write(head('POST', '/v1.0/image/tagging', { 'Content-Length': body.length }) + body);
		await until(() => names().includes('leave'));
		expect(ended).toMatchObject({ name: 'AbortError' });
	});

	it('is not ended by the end of its answer', async () => {
		let given: AbortSignal | undefined;
		look = (_image, signal) => ((given = signal), tagged);
		await post();
		expect(names()).toContain('leave');
		expect(given?.aborted).toBe(false);
	});
});

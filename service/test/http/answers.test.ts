import { EventEmitter } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { ApiError } from '../../src/contract/failures';
import { IamError } from '../../src/contract/iam-failures';
import { Refused } from '../../src/contract/refusals';
import { answerFailure, letBodyRunOn } from '../../src/http/answers';

/** What a route throws, by its path. */
const failures: Record<string, unknown> = {
	fault: new Error('a secret of the inside'),
	text: 'thrown as text',
	foreign: Object.assign(new Error('not ours'), { code: 'FST_ERR_SOMETHING' }),
	large: Object.assign(new Error('too large'), { code: 'FST_ERR_CTP_BODY_TOO_LARGE' }),
	length: Object.assign(new Error('length'), { code: 'FST_ERR_CTP_INVALID_CONTENT_LENGTH' }),
	media: Object.assign(new Error('type'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }),
	method: Object.assign(new Error('QUERY'), { code: 'FST_ERR_ROUTE_MISSING_CONTENT_TYPE' }),
	path: Object.assign(new Error('path'), { code: 'FST_STATIC_FORBIDDEN_PATH' }),
	parameter: Object.assign(new Error('long'), { code: 'FST_ERR_MAX_PARAM_LENGTH' }),
	url: Object.assign(new Error('url'), { code: 'FST_ERR_BAD_URL' }),
	reset: Object.assign(new Error('reset'), { code: 'ECONNRESET' }),
	busy: new ApiError('throttled', 'come again', 7),
	refused: new Refused('bad_token', 'decrypt token fail'),
	password: new IamError(401, 'The username or password is wrong.', 'wrong_password'),
	iam: new IamError(400, 'The request body is not valid JSON.'),
};

let app: FastifyInstance;
let logged: [fields: Record<string, unknown>, words: string][] = [];
let told: { code: string; refusal: string } | undefined;

beforeAll(() => {
	app = fastify();
	app.decorateReply('failureCode', '');
	app.decorateReply('refusal', '');
	app.setErrorHandler((error, request, reply) => {
		const log = { error: (...line: (typeof logged)[number]) => void logged.push(line) };
		return answerFailure(error, request, reply, log as never);
	});
	app.addHook('onResponse', async (_request, { failureCode: code, refusal }) => {
		told = { code, refusal };
	});
	app.get<{ Params: { name: string } }>('/left/:name', async ({ params }, reply) => {
		reply.raw.destroy();
		throw failures[params.name];
	});
	app.get<{ Params: { name: string } }>('/:name', async ({ params }) => {
		throw failures[params.name];
	});
});

beforeEach(() => {
	logged = [];
	told = undefined;
});

afterAll(() => app.close());

const ask = async (name: string) => {
	const { statusCode, headers, json } = await app.inject({ path: `/${name}` });
	return { status: statusCode, headers, body: json() as Record<string, unknown> };
};

describe('a failure is answered', () => {
	it.each([
		['fault', 500, 'AIS.0506', ''],
		['text', 500, 'AIS.0506', ''],
		['foreign', 500, 'AIS.0506', ''],
		['large', 413, 'APIG.0201', ''],
		['length', 400, 'APIG.0201', ''],
		['reset', 400, 'APIG.0201', ''],
		['media', 400, 'AIS.0014', ''],
		['method', 404, 'APIG.0101', ''],
		['path', 404, 'APIG.0101', ''],
		['parameter', 404, 'APIG.0101', ''],
		['url', 404, 'APIG.0101', ''],
		['busy', 429, 'APIG.0308', ''],
		['refused', 401, 'APIG.0301', 'bad_token'],
		['password', 401, 'IAM.401', 'wrong_password'],
		['iam', 400, 'IAM.400', ''],
	])(
		'with its status and code, of which log and metrics are told: %s',
		async (name, ...expected) => {
			const [status, code, refusal] = expected;
			const answer = await ask(name);
			expect([answer.status, answer.body.error_code]).toEqual([status, code]);
			expect(answer.body.request_id).toBe(answer.headers['x-request-id']);
			expect(told).toEqual({ code, refusal });
			expect(logged).toHaveLength(status === 500 ? 1 : 0);
		},
	);

	it('with the time after which to come again, where there is one', async () => {
		expect((await ask('busy')).headers['retry-after']).toBe('7');
		for (const name of ['fault', 'refused', 'iam'])
			expect((await ask(name)).headers).not.toHaveProperty('retry-after');
	});
});

describe("a fault of the service's own", () => {
	it('is in the log with its error, and in no answer', async () => {
		const { body } = await ask('fault');
		expect(logged).toEqual([
			[{ request_id: body.request_id, err: failures.fault }, 'request failed'],
		]);
		expect(body.error_msg).toBe(
			"An internal error occurred. Look for the request's ID in the service's log.",
		);
	});

	it('is none where its client has left, which may be why it failed', async () => {
		await app.inject({ path: '/left/fault' }).catch(() => undefined);
		expect(logged).toEqual([]);
	});
});

describe('an answer before all of the body has come', () => {
	/** Of a request whose connection is to be kept or not, and whose body has come or not. */
	function letRunOn(shouldKeepAlive: boolean, complete: boolean) {
		const done: string[] = [];
		const socket = { end: () => done.push('ended') };
		const request = Object.assign(new EventEmitter(), { complete, socket });
		const answer = { shouldKeepAlive };
		letBodyRunOn(
			{ raw: request } as never,
			{ raw: answer, removeHeader: (name: string) => done.push(`without ${name}`) } as never,
		);
		request.emit('end');
		return { done, keeps: answer.shouldKeepAlive };
	}

	it.each([
		['ends its connection behind the body', false, false, ['without Connection', 'ended'], true],
		['ends its connection at once where all has come', false, true, [], false],
		['leaves a connection that is kept', true, false, ['without Connection'], true],
	])('%s', (_what, shouldKeepAlive, complete, done, keeps) => {
		expect(letRunOn(shouldKeepAlive, complete)).toEqual({ done, keeps });
	});
});

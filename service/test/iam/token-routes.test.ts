import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { Refused } from '../../src/contract/refusals';
import { answerFailure } from '../../src/http/answers';
import { tokenRoute } from '../../src/iam/routes/token-routes';
import { acme } from '../support/accounts';
import { tokenBody } from '../support/client';

const [user] = acme.users;
const address = '127.0.0.1';
const name = JSON.stringify(['acme', 'ann']);

/** What was asked of the attempts, the tokens and the budget. */
let asked: unknown[][];
/** What the log is told of credentials. */
let audit: object | null;
/** What the lock says to the next attempt. */
let admit: () => Promise<void>;
let app: FastifyInstance;

const note = (...call: unknown[]) => void asked.push(call);

beforeAll(() => {
	app = fastify();
	app.decorateRequest('audit', null);
	app.decorateReply('failureCode', '');
	app.decorateReply('refusal', '');
	app.setErrorHandler((error, request, reply) =>
		answerFailure(error, request, reply, { error: () => undefined } as never),
	);
	app.addHook('onResponse', async (request) => void (audit = request.audit));
	tokenRoute(app, {
		authenticator: {
			directory: {
				user: (account: string, of: string) =>
					account === 'acme' && of === 'ann' ? { account: acme, user } : undefined,
				hashCosts: [],
			},
			logins: {
				admit: (...of: string[]) => (note('admit', ...of), admit()),
				inTurn: (who: string, from: string, look: () => unknown) => (
					note('turn', who, from),
					look()
				),
				succeeded: (...of: string[]) => note('succeeded', ...of),
				failed: async (...of: string[]) => note('failed', ...of),
			},
			tokens: {
				issue: (account: object, of: object, project?: object) => {
					note('issue', account, of, project);
					return { token: 'sealed', issued: new Date(0), expires: new Date(60_000) };
				},
			},
		},
		bodyBudget: {
			open: (holder: object) => {
				note('open', holder);
				return { growTo: () => undefined, release: () => note('release') };
			},
		},
		settings: { config: { region: 'test-1' } },
	} as never);
});

beforeEach(() => {
	asked = [];
	audit = null;
	admit = async () => undefined;
});

afterAll(() => app.close());

async function ask(payload: object | string = tokenBody(), type = 'application/json') {
	const url = '/v3/auth/tokens?nocatalog';
	const answer = await app.inject({
		method: 'POST',
		url,
		payload,
		headers: { 'content-type': type },
	});
	const { error_msg: words } = answer.json<{ error_msg?: string }>();
	return { status: answer.statusCode, words, token: answer.headers['x-subject-token'] };
}

const names = () => asked.map(([what]) => what);

describe('a right password', () => {
	it('gets a token for the project that is named, after its turn', async () => {
		expect(await ask()).toMatchObject({ status: 201, token: 'sealed' });
		const [project] = acme.projects;
		expect(asked).toEqual([
			['open', { login: address }],
			['admit', name, address],
			['turn', name, address],
			['succeeded', name, address],
			['issue', acme, user, project],
			['release'],
		]);
		expect(audit).toEqual({
			...{ account: 'acme', user: 'ann', audit: 'token issued', auth_method: 'password' },
			project: project?.id,
		});
	});

	it('gets one for the account where it names no project', async () => {
		expect((await ask(tokenBody('ann', user?.password, 'acme', null))).status).toBe(201);
		expect(asked[4]).toEqual(['issue', acme, user, undefined]);
		expect(audit).not.toHaveProperty('project');
	});
});

describe('a wrong password', () => {
	it.each([
		['of a user', tokenBody('ann', 'wrong'), { account: 'acme', user: 'ann' }, name],
		[
			'of nobody, whose name may be a secret in the wrong field',
			tokenBody('eve', 'wrong'),
			null,
			JSON.stringify(['acme', 'eve']),
		],
	])('is counted, and told to the log: %s', async (_whose, body, told, who) => {
		expect(await ask(body)).toEqual({
			...{ status: 401, words: 'The username or password is wrong.', token: undefined },
		});
		expect(names()).toEqual(['open', 'admit', 'turn', 'failed', 'release']);
		expect(asked[3]).toEqual(['failed', who, address]);
		expect(audit).toEqual(told);
	});
});

describe('an attempt that is not looked at', () => {
	it.each([
		[
			'locked',
			new Refused('locked'),
			403,
			'The user is locked for a while after too many wrong passwords in a row.',
		],
		[
			'braked',
			new Refused('braked', 'too many failed attempts', 1),
			429,
			'The throttling threshold has been reached: too many failed attempts',
		],
		[
			'a fault',
			new Error('x is undefined'),
			500,
			"An internal error occurred. Look for the request's ID in the service's log.",
		],
	])('is answered by what it is: %s', async (_what, error, status, words) => {
		admit = () => Promise.reject(error);
		expect(await ask()).toEqual({ status, words, token: undefined });
		expect(names()).toEqual(['open', 'admit', 'release']);
	});
});

describe('a request for a token', () => {
	it('has to be called JSON, which pages of the web may not send to other hosts unasked', async () => {
		expect(await ask(JSON.stringify(tokenBody()), 'text/plain')).toMatchObject({
			...{ status: 400, words: 'Send the header Content-Type: application/json.' },
		});
		expect(names()).toEqual([]);
	});

	it('may have 64 KB, and no more', async () => {
		const text = JSON.stringify(tokenBody());
		expect((await ask(text.padEnd(64 * 1024))).status).toBe(201);
		expect(await ask(text.padEnd(64 * 1024 + 1))).toMatchObject({
			...{ status: 413, words: 'The request body is oversized. A request may have up to 64 KB.' },
		});
	});
});

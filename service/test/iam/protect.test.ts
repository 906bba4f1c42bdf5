import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { freshMemory } from '../../src/http/bodies/body-memory';
import { callerOf, protect } from '../../src/iam/protect';

const account = { name: 'acme' };
const caller = { account, scope: 'keys' };
const token = { caller };
const signature = (proven: boolean, known: boolean) => ({
	signature: { proven, known, owner: { account } },
});

/** What the headers claim next, and the key that they name. */
let claim: object;
let key: string | undefined;
/** The fields of the request when its headers were looked at, and when its body had come. */
let seen: { early: Partial<FastifyRequest>; late: Partial<FastifyRequest> };
/** What was asked of the authenticator and of the budget. */
let asked: [what: string, ...details: unknown[]][];
let app: FastifyInstance;

const hold = { growTo: () => undefined, release: () => void asked.push(['released']) };
const fieldsOf = ({ isProven, tenant, accountName, audit, caller: who }: FastifyRequest) => ({
	...{ isProven, tenant, accountName, audit },
	caller: who,
});

beforeAll(() => {
	app = fastify({ trustProxy: true });
	app.decorateRequest('accountName', '');
	app.decorateRequest('audit', null);
	const note = (what: string, ...details: unknown[]) => asked.push([what, ...details]);
	protect(app, {
		authenticator: {
			keyNamedIn: () => key,
			begin: async (head: object) => (note('begin', head), claim),
			finish: async (...details: unknown[]) => (note('finish', ...details), caller),
		},
		bodyMemory: freshMemory,
		bodyBudget: {
			open: (holder: object) => (note('open', holder), hold),
			handOver: (...details: unknown[]) => note('handOver', ...details),
		},
	} as never);
	app.addHook('onRequest', async (request) => void (seen.early = fieldsOf(request)));
	app.post('/asked', async (request) => {
		seen.late = fieldsOf(request);
		return callerOf(request).scope;
	});
});

beforeEach(() => {
	claim = token;
	key = undefined;
	seen = { early: {}, late: {} };
	asked = [];
});

afterAll(() => app.close());

const post = (payload = '{}', headers = {}) =>
	app.inject({ method: 'POST', url: '/asked?x=1', payload, headers });
const told = (what: string) => asked.find(([name]) => name === what)?.slice(1);
const address = '127.0.0.1';

describe('before its body has come', () => {
	const owner = { account: 'acme' };
	const nobody = { tenant: null, accountName: '', caller: null };

	it.each<{ what: string; claimed: object; known: object; holder: object }>([
		{
			what: 'a token proves whose request it is',
			claimed: token,
			known: { isProven: true, tenant: account, accountName: 'acme', caller },
			holder: owner,
		},
		{
			what: 'a signature over a hash of the body proves it too',
			claimed: signature(true, false),
			known: { isProven: true, tenant: account, accountName: 'acme', caller: null },
			holder: owner,
		},
		{
			what: 'a signature with a key that was right from there lately claims it',
			claimed: signature(false, true),
			known: { isProven: false, tenant: account, accountName: 'acme', caller: null },
			holder: { ...owner, claimedFrom: address },
		},
		{
			what: 'any other signature is of a stranger',
			claimed: signature(false, false),
			known: { isProven: false, ...nobody },
			holder: { stranger: address },
		},
	])('$what', async ({ claimed, known, holder }) => {
		claim = claimed;
		await post();
		expect(seen.early).toEqual({ ...known, audit: null });
		expect(told('open')).toEqual([holder]);
	});

	it('it counts whether anybody on its way could change it, up to a proxy that is trusted', async () => {
		await post('{}', { 'x-forwarded-proto': 'https' });
		expect(told('begin')).toEqual([expect.objectContaining({ overTls: true })]);
	});

	it('the key that a request names is for the log', async () => {
		key = 'KEY';
		await post();
		expect(seen.early.audit).toEqual({ access_key: 'KEY' });
	});
});

describe('when its body has come', () => {
	const headOf = expect.objectContaining({
		...{ method: 'POST', url: '/asked?x=1', address, overTls: false },
		headers: expect.objectContaining({ 'content-length': '4' }),
	});

	it('a signed request is proven with it, and its memory counted as the account that it is', async () => {
		claim = signature(false, false);
		expect((await post('body')).body).toBe('keys');
		expect(told('begin')).toEqual([headOf]);
		expect(told('finish')).toEqual([
			claim,
			expect.objectContaining({
				...{ method: 'POST', url: '/asked?x=1', address, overTls: false },
				body: Buffer.from('body'),
				bodySha256: createHash('sha256').update('body').digest('hex'),
			}),
		]);
		expect(seen.late).toMatchObject({ tenant: account, accountName: 'acme', caller });
		expect(told('handOver')).toEqual([hold, { account: 'acme' }]);
		expect(asked.at(-1)).toEqual(['released']);
	});

	it('that of a request with a token is not hashed, which nobody would look at', async () => {
		await post('body');
		expect(told('finish')).toEqual([claim, expect.objectContaining({ bodySha256: undefined })]);
	});
});

it('who calls is asked on protected routes only', () => {
	expect(() => callerOf({ caller: null } as never)).toThrow(
		'callerOf() was used on a route that is not protected',
	);
});

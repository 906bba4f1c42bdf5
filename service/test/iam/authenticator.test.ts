import { beforeEach, describe, expect, it } from '@jest/globals';
import { configSchema } from '../../src/config/schema';
import { Attempts } from '../../src/iam/attempts';
import { Authenticator } from '../../src/iam/authenticator';
import { requireAnyProject, requireProject, type Caller } from '../../src/iam/caller';
import { findProject } from '../../src/iam/directory';
import { acme, foreignProjectId, projectId, subProjectId, testConfig } from '../support/accounts';
import { sdkDate } from '../support/client';
import { forgedHeaders } from '../support/forge';

const config = configSchema.parse(testConfig());
const [account] = config.accounts;
const [user] = account?.users ?? [];
const [project] = account?.projects ?? [];
if (!account || !user || !project) throw new Error('The test has no account.');

const call = { method: 'GET', path: '/v3/projects' };
const body = Buffer.alloc(0);
let authenticator: Authenticator;

beforeEach(() => {
	const limits = { failures: 5, seconds: 60 };
	authenticator = new Authenticator(config, {
		keys: new Attempts(limits),
		logins: new Attempts(limits),
	});
});

const head = (headers: Record<string, string | string[]>) => ({
	method: call.method,
	url: call.path,
	headers,
	address: '192.0.2.1',
	overTls: false,
});

const token = (of = project) => authenticator.tokens.issue(account, user, of).token;

async function callerOf(headers: Record<string, string | string[]>): Promise<Caller> {
	const claim = await authenticator.begin(head(headers));
	return authenticator.finish(claim, { ...head(headers), body });
}

describe('who calls', () => {
	it('is whose token it is, blanks around it or not', async () => {
		for (const text of [token(), ` ${token()}\t`])
			expect(await callerOf({ 'x-auth-token': text })).toMatchObject({
				account: { name: 'acme' },
				scope: { id: projectId },
			});
	});

	it('is whose signature it is, also beside a token', async () => {
		const headers = { ...forgedHeaders('service.example', { call }), 'x-auth-token': token() };
		expect(await callerOf(headers)).toMatchObject({ account: { name: 'acme' }, scope: 'keys' });
	});

	it.each([
		['of this region and service', 'test-1/image', 'keys'],
		['of another region', 'test-2/image', 'refused'],
		['of another service', 'test-1/obs', 'refused'],
	])('is whose derived key it is, if it is one %s', async (_which, place, scope) => {
		const derived = { call, scope: `${sdkDate().slice(0, 8)}/${place}` };
		const caller = await callerOf(forgedHeaders('service.example', derived)).catch(() => ({
			scope: 'refused',
		}));
		expect(caller.scope).toBe(scope);
	});

	it.each([
		['nothing', {}],
		['an empty token', { 'x-auth-token': '' }],
		['a token of blanks', { 'x-auth-token': ' \t' }],
		['two tokens', { 'x-auth-token': ['a', 'b'] }],
		['another kind of Authorization', { authorization: 'Bearer abc' }],
	])('is not told by %s', async (_what, headers) => {
		await expect(authenticator.begin(head(headers))).rejects.toMatchObject({
			refusal: 'no_credentials',
			message: 'The token is empty. Send X-Auth-Token, or sign the request with an access key.',
		});
	});
});

describe('the access key in the log', () => {
	const named = (key?: { ak: string; sk: string }) =>
		authenticator.keyNamedIn(forgedHeaders('service.example', { call, ...(key && { key }) }));

	it('is the whole of one that exists', () => {
		expect(named()).toBe(acme.accessKeys[0]?.ak);
	});

	it('is the beginning of any other text, which may be a secret key', () => {
		expect(named({ ak: 'wJalrXUtnFEMI', sk: 'x' })).toBe('wJal…');
	});

	it.each([{}, { authorization: 'Bearer abc' }, { authorization: 'SDK-HMAC-SHA256 x' }])(
		'is none where no signature names one: %p',
		(headers) => {
			expect(authenticator.keyNamedIn(headers)).toBeUndefined();
		},
	);
});

describe('a project', () => {
	const keys: Caller = { account, scope: 'keys' };
	const ofToken: Caller = { account, scope: project };
	const ofAccount: Caller = { account, scope: 'account' };

	it.each([
		['keys', keys, projectId, true],
		['keys', keys, subProjectId, true],
		['keys', keys, foreignProjectId, false],
		['its token', ofToken, projectId, true],
		['the token of another', ofToken, subProjectId, false],
		['a token for no project', ofAccount, projectId, false],
	])('is open to %s or not', (_whose, caller, id, open) => {
		const ask = () => requireProject(caller, id);
		if (open) expect(ask).not.toThrow();
		else
			expect(ask).toThrow(
				`No access permission. Project ${id} is not one that these credentials may use.`,
			);
	});

	it('that is not open is named by 64 characters', () => {
		expect(() => requireProject(keys, 'x'.repeat(100))).toThrow(
			`No access permission. Project ${'x'.repeat(64)} is not one`,
		);
	});

	it('is what some requests need, whichever', () => {
		for (const caller of [keys, ofToken]) expect(() => requireAnyProject(caller)).not.toThrow();
		expect(() => requireAnyProject(ofAccount)).toThrow(
			'No access permission. The token has no project scope; obtain one with auth.scope set to a project.',
		);
	});

	it.each([
		[{ id: subProjectId }, subProjectId],
		[{ name: 'test-1' }, projectId],
		[{ id: subProjectId, name: 'test-1' }, subProjectId],
		[{ id: 'none', name: 'test-1' }, undefined],
		[{ name: 'none' }, undefined],
		[{}, undefined],
	])('is found by its ID, or by its name without one: %p', (wanted, id) => {
		expect(findProject(account, wanted)?.id).toBe(id);
	});
});

import { describe, expect, it } from '@jest/globals';
import { parseTokenRequest } from '../../src/iam/routes/token-request';
import { tokenBody } from '../support/client';

const parse = (body: unknown) =>
	parseTokenRequest(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

const body = (scope: object | null, user: object = {}, methods: unknown = ['password']) => ({
	auth: {
		identity: {
			methods,
			password: { user: { name: 'ann', password: 'pä', domain: { name: 'acme' }, ...user } },
		},
		...(scope && { scope }),
	},
});

describe('a request for a token', () => {
	it.each([
		['no scope', null, undefined, []],
		['an empty scope', {}, undefined, []],
		['a project by name', { project: { name: 'p' } }, { name: 'p' }, []],
		['a project by ID', { project: { id: '1' } }, { id: '1' }, []],
		[
			'a project of an account',
			{ project: { name: 'p', domain: { name: 'acme' } } },
			{ name: 'p', domain: { name: 'acme' } },
			[{ name: 'acme' }],
		],
		['an account', { domain: { id: '2' } }, undefined, [{ id: '2' }]],
		[
			'both',
			{ domain: { id: '2' }, project: { id: '1', domain: { id: '3' } } },
			{ id: '1', domain: { id: '3' } },
			[{ id: '2' }, { id: '3' }],
		],
	])(
		'with %s names the user, and what the token is to be good for',
		(_what, scope, project, accounts) => {
			expect(parse(body(scope))).toEqual({
				account: 'acme',
				user: 'ann',
				password: 'pä',
				project,
				accounts,
			});
		},
	);

	it('may have more than is looked at, and more methods', () => {
		const more = { ...body(null, { id: 'x' }, ['totp', 'password']), more: true };
		expect(parse(more)).toMatchObject({ user: 'ann' });
	});

	it.each([
		['text that is not JSON', '{', 'The request body is not valid JSON.'],
		['nothing', '', 'The request body is not valid JSON.'],
		['a text', '"x"', 'The request body is invalid: the body is missing or wrong.'],
		['an empty object', {}, 'The request body is invalid: auth is missing or wrong.'],
		[
			'no methods',
			body(null, {}, []),
			'The request body is invalid: auth.identity.methods is missing or wrong.',
		],
		[
			'a method that is a number',
			body(null, {}, [1]),
			'The request body is invalid: auth.identity.methods.0 is missing or wrong.',
		],
		[
			'an empty name',
			body(null, { name: '' }),
			'The request body is invalid: auth.identity.password.user.name is missing or wrong.',
		],
		[
			'an empty password',
			body(null, { password: '' }),
			'The request body is invalid: auth.identity.password.user.password is missing or wrong.',
		],
		[
			'no account',
			body(null, { domain: {} }),
			'The request body is invalid: auth.identity.password.user.domain.name is missing or wrong.',
		],
		[
			'a project with an empty ID',
			body({ project: { id: '' } }),
			'The request body is invalid: auth.scope.project.id is missing or wrong.',
		],
		[
			'another method',
			body(null, {}, ['totp']),
			'Only the method "password" is supported in auth.identity.methods.',
		],
	])('with %s is refused, and told which field is wrong', (_what, asked, sentence) => {
		expect(() => parse(asked)).toThrow(sentence);
		expect(() => parse(asked)).toThrow(expect.objectContaining({ status: 400 }));
	});

	it('is what clients of the cloud send', () => {
		expect(parse(tokenBody())).toMatchObject({ account: 'acme', user: 'ann' });
	});
});

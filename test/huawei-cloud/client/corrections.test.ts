import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IHttpRequestOptions } from 'n8n-workflow';

import { Corrections } from '../../../huawei-cloud/client/corrections';
import type { Answer } from '../../../huawei-cloud/client/send';
import type { AuthenticationMethod } from '../../../huawei-cloud/credential';
import { localFailure, type Failure, type Result } from '../../../huawei-cloud/errors/failure';
import {
	CLOCK_OFFSET_HEADER,
	RENEW_TOKEN_BEFORE_HEADER,
} from '../../../huawei-cloud/request/n8n-401';

const START = Date.parse('2026-05-01T10:00:00Z');
const HOUR = 3_600_000;
const good: Result<Answer> = { ok: true, value: { status: 200, headers: {}, text: '' } };
const refused = (more: Partial<Failure>): Result<Answer> => ({
	ok: false,
	failure: { ...localFailure('authentication', 'X', 'Refused.', 'Do something.'), ...more },
});
const skewed = refused({ clockSkew: { serverTimeMs: START + HOUR } });
const expired = refused({ renewsToken: true });

beforeEach(() => void jest.spyOn(Date, 'now').mockImplementation(() => START));
afterEach(() => void jest.restoreAllMocks());

/** Sends requests, each answered by the next of `answers`, the last again and again. */
function rig(authentication: AuthenticationMethod, answers: Array<Result<Answer>>) {
	const corrections = new Corrections({ authentication });
	const sent: IHttpRequestOptions[] = [];
	let made = 0;
	const sendOnce = async (request: IHttpRequestOptions) => {
		sent.push(request);
		await Promise.resolve();
		return (answers.length > 1 ? answers.shift() : answers[0]) as Result<Answer>;
	};
	const requestNow = () => ({ url: `/${made++}`, headers: { Accept: '*/*' } });
	return {
		corrections,
		hints: () =>
			sent.map(({ headers = {} }) => [
				headers[CLOCK_OFFSET_HEADER],
				headers[RENEW_TOKEN_BEFORE_HEADER],
			]),
		sent,
		send: async (signal = new AbortController().signal) =>
			await corrections.send(requestNow, sendOnce, signal),
	};
}

describe('a request that is accepted', () => {
	it('is sent once, with its headers and the clock that is known', async () => {
		const { send, sent, corrections } = rig('accessKey', [good]);
		expect(await send()).toBe(good);
		expect(sent).toEqual([{ url: '/0', headers: { Accept: '*/*', [CLOCK_OFFSET_HEADER]: '0' } }]);
		expect(corrections.trustsOwnClock).toBe(true);
		expect(corrections.now()).toEqual(new Date(START));
	});
});

describe('a request that is refused', () => {
	it.each<[AuthenticationMethod, string, Result<Answer>]>([
		['accessKey', 'nothing to learn from', refused({})],
		['accessKey', 'a token to renew', expired],
		['token', 'a token to renew', expired],
		['token', 'a wrong clock', skewed],
		['iamUser', 'a wrong clock', skewed],
	])('with %s and %s is not sent again', async (method, _, answer) => {
		const { send, sent, corrections } = rig(method, [answer]);
		expect(await send()).toBe(answer);
		expect(sent).toHaveLength(1);
		expect(corrections.trustsOwnClock).toBe(true);
	});

	it.each([
		['accessKey', skewed],
		['iamUser', expired],
	] as const)('is not sent again once the execution is stopped: %s', async (method, answer) => {
		const { send, sent } = rig(method, [answer]);
		expect(await send(AbortSignal.abort())).toBe(answer);
		expect(sent).toHaveLength(1);
	});

	it('by the clock is made anew and sent by the server’s, and so are all later ones', async () => {
		const { send, sent, hints, corrections } = rig('accessKey', [skewed, good]);
		expect(await send()).toBe(good);
		expect(sent.map(({ url }) => url)).toEqual(['/0', '/1']);
		expect(corrections.trustsOwnClock).toBe(false);
		expect(corrections.now()).toEqual(new Date(START + HOUR));
		await send();
		const offset = String(HOUR);
		expect(hints()).toEqual([
			['0', undefined],
			[offset, undefined],
			[offset, undefined],
		]);
	});

	it('by the clock twice is refused', async () => {
		const { send, sent } = rig('accessKey', [skewed]);
		expect(await send()).toBe(skewed);
		expect(sent).toHaveLength(2);
	});
});

describe('a refused token', () => {
	it('is renewed, and the request sent again', async () => {
		const { send, hints } = rig('iamUser', [expired, good]);
		expect(await send()).toBe(good);
		expect(hints()).toEqual([
			['0', undefined],
			['0', String(START)],
		]);
	});

	it('is renewed once for all requests that were sent with it', async () => {
		const { send, hints } = rig('iamUser', [expired, expired, expired, good]);
		expect(await Promise.all([send(), send(), send()])).toEqual([good, good, good]);
		expect(hints().map(([, renewal]) => renewal)).toEqual([
			...[undefined, undefined, undefined],
			...[String(START), undefined, undefined],
		]);
	});

	it('is renewed again when the next is refused later', async () => {
		const { send, hints } = rig('iamUser', [expired, good, expired, good]);
		await send();
		await send();
		expect(hints().map(([, renewal]) => renewal)).toEqual([
			...[undefined, String(START)],
			...[undefined, String(START)],
		]);
	});

	it('whose successor is refused too is not renewed once more, and the failure says so', async () => {
		const { send, hints } = rig('iamUser', [expired]);
		const results = await Promise.all([send(), send()]);
		for (const result of results) {
			expect(result).toMatchObject({
				ok: false,
				failure: {
					code: 'X',
					reason: expect.stringMatching(/^Refused\. .*new token.*refused as well\.$/),
					remedy: expect.stringContaining('IAM Endpoint'),
				},
			});
		}
		expect(hints().filter(([, renewal]) => renewal !== undefined)).toHaveLength(1);
	});

	it('is still to be renewed where the renewal failed for another reason', async () => {
		const trouble = refused({ renewsToken: false });
		const { send, hints } = rig('iamUser', [expired, expired, trouble, good]);
		expect(await Promise.all([send(), send()])).toEqual([trouble, good]);
		expect(hints().map(([, renewal]) => renewal)).toEqual([
			...[undefined, undefined],
			...[String(START), String(START)],
		]);
	});
});

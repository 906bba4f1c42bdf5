import { describe, expect, it } from '@jest/globals';
import type { Authorization } from '../../src/auth/signature';
import { dateFault, formatDate, scopeFault } from '../../src/auth/signature-scope';

const now = Date.parse('2026-03-01T00:10:00Z');
const minute = 60_000;

describe('the time of a signature', () => {
	it.each([
		['now', 0, undefined],
		['a quarter of an hour ago', -15 * minute, undefined],
		['in a quarter of an hour', 15 * minute, undefined],
		['a second more ago', -15 * minute - 1000, 'skew'],
		['a second later than that', 15 * minute + 1000, 'skew'],
		['a year ago', -365 * 24 * 60 * minute, 'skew'],
	])('may be a quarter of an hour off: %s', (_when, offset, fault) => {
		expect(dateFault(formatDate(now + offset), now)).toBe(fault);
	});

	it.each([
		'',
		'2026-03-01T00:10:00Z',
		'20260301T001000',
		'20260301T001000Zulu',
		'at 20260301T001000Z',
		'20260301T001000Z 20260301T001000Z',
		'20261301T001000Z',
		'20260301T006100Z',
	])('is none of another form: %p', (date) => expect(dateFault(date, now)).toBe('form'));
});

describe('the scope of a derived key', () => {
	const rules = { region: 'test-1', serviceName: 'image' };
	const claim = (scope: string, algorithm: Authorization['algorithm'] = 'V11-HMAC-SHA256') =>
		({ algorithm, scope }) as Authorization;

	it.each(['20260228', '20260301', '20260302'])('may be of the day before or after: %s', (day) => {
		expect(scopeFault(claim(`${day}/test-1/image`), now, rules)).toBeUndefined();
	});

	it.each([
		'20260227/test-1/image',
		'20260303/test-1/image',
		'20260301/test-2/image',
		'20260301/test-1/iam',
		'20260301/test-1/image/more',
		'',
	])('must be of this place and time, and is named with the right one: %p', (scope) => {
		expect(scopeFault(claim(scope), now, rules)).toBe(
			`the key is derived for ${scope}, not for 20260301/test-1/image`,
		);
	});

	it('is named by its first 100 characters', () => {
		expect(scopeFault(claim('x'.repeat(300)), now, rules)).toBe(
			`the key is derived for ${'x'.repeat(100)}, not for 20260301/test-1/image`,
		);
	});

	it('is none where the key is not derived', () => {
		expect(scopeFault(claim('anything', 'SDK-HMAC-SHA256'), now, rules)).toBeUndefined();
	});
});

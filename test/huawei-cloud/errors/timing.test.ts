import {
	readClockSkew,
	readRetryAfter,
	readThrottleLimit,
} from '../../../huawei-cloud/errors/timing';

const NOW = Date.UTC(2026, 0, 15, 8, 30);
const DATE = 'Thu, 15 Jan 2026 08:30:10 GMT';

describe('Retry-After', () => {
	it.each<[string, number | undefined]>([
		['1.123456', 1_123],
		['1.1234567', undefined],
		['999999999999', 999_999_999_999_000],
		['1000000000000', undefined],
		['7 seconds', undefined],
		['in 7', undefined],
		[DATE, 10_000],
		['Thu 15 Jan 2026 08:30:10 GMT', 10_000],
		['Thursday, 15-Jan-26 08:30:10 GMT', 10_000],
		[`!${DATE}`, undefined],
		[`${DATE} or so, or not, or at another time of the day`, undefined],
		[`${DATE} (${'x'.repeat(40)})`, undefined],
		['2026-01-15T08:30:10Z', undefined],
		['Thu, 99 Jan 2026 08:30:10 GMT', undefined],
	])('%p is %p', (text, ms) => {
		expect(readRetryAfter({ 'Retry-After': text }, NOW)).toBe(ms);
	});

	it('is nothing where there is none', () => {
		expect(readRetryAfter({}, NOW)).toBeUndefined();
		expect(readRetryAfter(undefined, NOW)).toBeUndefined();
	});
});

describe('the limit in a text', () => {
	it.each<[string, number, number]>([
		['limit:20,time:1 minute', 20, 60_000],
		['LIMIT: 20 , TIME: 3 SECOND', 20, 3_000],
		['over limit:7,time:2hour!', 7, 7_200_000],
		['limit:7,time:1 day', 7, 86_400_000],
	])('%s', (text, requests, perMs) => {
		expect(readThrottleLimit(text)).toEqual({ requests, perMs });
	});

	it.each(['limit:20', 'limit:20 per time:1 minute', 'limit:20,time:1 week', 'limit:x,time:1 day'])(
		'%s: none',
		(text) => {
			expect(readThrottleLimit(text)).toBeUndefined();
		},
	);
});

describe("the server's clock", () => {
	const TOLD = Date.UTC(2021, 11, 17, 6, 58, 4);
	const read = (text: string, headers?: Record<string, unknown>) =>
		readClockSkew(text, headers, NOW)?.serverTimeMs;

	it.each([
		'server time:20211217T065804Z',
		'Server Time : 20211217T065804Z',
		'server time: 2021-12-17 06:58:04',
		'signature expired,server time:2021-12-17T06:58:04Z',
	])('is told by the text, whatever the date says: %s', (text) => {
		expect(read(text, { date: DATE })).toBe(TOLD);
	});

	it.each([
		'server time:2021121T065804Z',
		'time:20211217T065804Z',
		'server time of 20211217T065804Z',
	])('is not told by %s', (text) => {
		expect(read(text)).toBeUndefined();
	});

	it('is that of the date where it is more than a minute off, either way', () => {
		const dated = (offMs: number) => read('', { date: new Date(NOW + offMs).toUTCString() });
		expect([dated(60_000), dated(-60_000), dated(0)]).toEqual([undefined, undefined, undefined]);
		expect([dated(61_000), dated(-61_000)]).toEqual([NOW + 61_000, NOW - 61_000]);
	});
});

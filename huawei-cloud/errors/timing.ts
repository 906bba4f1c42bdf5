import { readHeader, type Headers } from '../headers';

/** A clock that is off by less is not the cause of a refused signature. */
const NOTABLE_SKEW_MS = 60_000;

const UNIT_MS: Readonly<Record<string, number>> = {
	second: 1_000,
	minute: 60_000,
	hour: 3_600_000,
	day: 86_400_000,
};

/** Epoch ms of an HTTP date; undefined for anything else. */
function httpDate(text: string | undefined): number | undefined {
	if (text === undefined || !/^[A-Za-z]{3,9},? .{10,40}$/.test(text)) return undefined;
	const ms = Date.parse(text);
	return Number.isNaN(ms) ? undefined : ms;
}

/**
 * How long `Retry-After` asks to wait, in ms: seconds, or a date, which is compared with the answer's own `Date`,
 * so that a wrong local clock does no harm. A date in the past is 0; nonsense and negative numbers are undefined.
 */
export function readRetryAfter(headers: Headers | undefined, now: number): number | undefined {
	const text = readHeader(headers, 'retry-after');
	if (text === undefined) return undefined;
	if (/^\d{1,12}(\.\d{1,6})?$/.test(text)) return Math.round(Number(text) * 1_000);
	const until = httpDate(text);
	if (until === undefined) return undefined;
	return Math.max(0, until - (httpDate(readHeader(headers, 'date')) ?? now));
}

/** The limit in a gateway's throttle text, `limit:20,time:1 minute`. */
export function readThrottleLimit(text: string): { requests: number; perMs: number } | undefined {
	const match = /limit:\s*(\d{1,9})\s*,\s*time:\s*(\d{1,6})\s*(second|minute|hour|day)/i.exec(text);
	if (match === null) return undefined;
	const [, requests, count, unit = ''] = match;
	return { requests: Number(requests), perMs: Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0) };
}

/** The server's clock in a gateway's text, `server time:20211217T065804Z`, epoch ms. */
function timeInText(text: string): number | undefined {
	const match = /server time\s*:\s*(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d):?(\d\d)/i.exec(text);
	if (match === null) return undefined;
	const [year = 0, month = 1, day = 0, hour, minute, second] = match.slice(1).map(Number);
	const ms = Date.UTC(year, month - 1, day, hour, minute, second);
	return Number.isNaN(ms) ? undefined : ms;
}

/** The server's clock, where its text tells it, or where its `Date` is more than a minute off. */
export function readClockSkew(
	text: string,
	headers: Headers | undefined,
	now: number,
): { serverTimeMs: number } | undefined {
	const told = timeInText(text);
	if (told !== undefined) return { serverTimeMs: told };
	const dated = httpDate(readHeader(headers, 'date'));
	if (dated === undefined || Math.abs(dated - now) <= NOTABLE_SKEW_MS) return undefined;
	return { serverTimeMs: dated };
}

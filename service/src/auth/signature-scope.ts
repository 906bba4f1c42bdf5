import type { Authorization } from './signature';

const skewMs = 15 * 60 * 1000;
const dayMs = 24 * 60 * 60 * 1000;

/** What a derived key has to be for. */
export interface ScopeRules {
	region: string;
	serviceName: string;
}

/** Whether the time of X-Sdk-Date is no time, or more than 15 minutes from now (milliseconds since the epoch). */
export function dateFault(date: string, now: number): 'form' | 'skew' | undefined {
	const time = parseDate(date);
	if (time === undefined) return 'form';
	return Math.abs(now - time) > skewMs ? 'skew' : undefined;
}

/**
 * What is wrong with the scope of a V11 signature, `date/region/service`. A key derived for another one may be in hands
 * that have no business here.
 * @param now milliseconds since the epoch
 */
export function scopeFault(
	{ algorithm, scope }: Authorization,
	now: number,
	{ region, serviceName }: ScopeRules,
): string | undefined {
	if (algorithm !== 'V11-HMAC-SHA256') return undefined;
	const days = [-1, 0, 1].map((day) => formatDate(now + day * dayMs).slice(0, 8));
	if (days.some((day) => scope === `${day}/${region}/${serviceName}`)) return undefined;
	return `the key is derived for ${scope.slice(0, 100)}, not for ${days[1]}/${region}/${serviceName}`;
}

/** `20260115T083000Z` */
export function formatDate(time: number): string {
	return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

function parseDate(text: string): number | undefined {
	const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
	if (!match) return undefined;
	const [, year, month, day, hour, minute, second] = match;
	const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
	return Number.isNaN(time) ? undefined : time;
}

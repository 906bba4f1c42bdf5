import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Exchange } from '../../../src/http/connections/exchange';
import {
	findPlace,
	sparePlaces,
	type Connection,
	type ConnectionLimits,
} from '../../../src/http/connections/places';

const now = 100_000;
const [a, b, c, proxy] = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.200'] as const;
const limits: ConnectionLimits = {
	maxConnections: 6,
	perAddress: 4,
	isProxy: (address) => address === proxy,
};

beforeEach(() => {
	jest.spyOn(performance, 'now').mockReturnValue(now);
});

afterEach(() => {
	jest.restoreAllMocks();
});

/** What a connection does, and for how many milliseconds it has. */
type Doing = [what: 'idle' | 'works' | 'sends' | 'takes', ms: number];

function exchangeOf([what, ms]: Doing): Exchange {
	const request = { raw: { complete: what !== 'sends' } };
	const reply = { raw: { writableEnded: what === 'takes' } };
	return { request, reply, since: now - ms } as unknown as Exchange;
}

/** Connections by a name that their sockets have, in the order in which they came. */
function openOf(connections: Record<string, [address: string, ...Doing[]]>) {
	return new Map(
		Object.entries(connections).map(([name, [address, ...doings]]) => {
			const exchanges = new Set(doings.filter(([what]) => what !== 'idle').map(exchangeOf));
			const [[, ms] = ['idle', 0]] = doings;
			const socket = { name, remoteAddress: address } as unknown as Socket;
			return [socket, { address, exchanges, idleSince: now - ms } satisfies Connection];
		}),
	);
}

const placeFor = (
	address: string | undefined,
	connections: Parameters<typeof openOf>[0],
	changes: Partial<ConnectionLimits> = {},
) => {
	const place = findPlace(address, openOf(connections), { ...limits, ...changes });
	return typeof place === 'string' ? place : (place as unknown as { name: string }).name;
};

const works: Doing = ['works', 60_000];

/** So many connections of an address, all of which do the same. */
const many = (count: number, address: string, doing: Doing = works) =>
	Object.fromEntries(
		Array.from({ length: count }, (_, i) => [`${address} ${i}`, [address, doing]]),
	) as Parameters<typeof openOf>[0];

describe('an address with its share of connections', () => {
	it.each([
		['all of them are at work', many(4, a), 'none'],
		['it has one fewer', many(3, a), 'free'],
		['others have the rest', { ...many(3, a), ...many(2, b) }, 'free'],
	])('has a place or not where %s', (_where, open, place) => {
		expect(placeFor(a, open)).toBe(place);
	});

	it('gets the place of its own oldest idle one, not of others', () => {
		const open = {
			theirs: [b, ['idle', 9_000]] as [string, Doing],
			working: [a, works] as [string, Doing],
			older: [a, ['idle', 1_000]] as [string, Doing],
			younger: [a, ['idle', 1_000]] as [string, Doing],
		};
		expect(placeFor(a, open, { perAddress: 3 })).toBe('older');
	});

	it('does not end one that was opened within the last second: its request may be on its way', () => {
		expect(placeFor(a, many(4, a, ['idle', 999]))).toBe('none');
		expect(placeFor(a, many(4, a, ['idle', 1_000]))).toBe(`${a} 0`);
	});

	it('is no proxy: behind that are many clients', () => {
		expect(placeFor(proxy, many(4, proxy))).toBe('free');
	});

	it('is an IPv6 network, of which whoever has one has all', () => {
		expect(placeFor('2001:db8:1:2::9', many(4, '2001:db8:1:2::/64'))).toBe('none');
	});
});

describe('where all places are taken', () => {
	it('the oldest idle connection has to go, whose ever it is', () => {
		const open = {
			...many(3, a),
			idle: [a, ['idle', 2_000]] as [string, Doing],
			later: [b, ['idle', 2_000]] as [string, Doing],
			last: [c, works] as [string, Doing],
		};
		expect(placeFor(b, open)).toBe('idle');
	});

	it.each([
		['sends nothing more', 'sends', 5_000, `${a} 0`],
		['takes no answer', 'takes', 5_000, `${a} 0`],
		['sends nothing more, for less than five seconds', 'sends', 4_999, 'none'],
		['waits for the service', 'works', 60_000, 'none'],
		['has sent nothing yet', 'idle', 999, 'none'],
	] as const)(
		'one of the address that has most goes where its client %s: %s for %d ms',
		(_what, doing, ms, place) => {
			const open = { ...many(2, b), ...many(4, a, [doing, ms]) };
			expect(placeFor(b, open)).toBe(place);
		},
	);

	it('what counts is the first of the requests on a connection: it is the one that is worked on', () => {
		const waiting: Doing = ['works', 9_000];
		const stalled: Doing = ['sends', 9_000];
		const open = (first: Doing, second: Doing) => ({
			...many(2, b),
			...many(3, a),
			both: [a, first, second] as [string, ...Doing[]],
		});
		expect(placeFor(b, open(waiting, stalled))).toBe('none');
		expect(placeFor(b, open(stalled, waiting))).toBe('both');
	});

	it.each([
		['has two more than that', 4, 2, `${a} 0`],
		['has as many as it would have then', 3, 2, 'none'],
		['has fewer', 3, 3, 'none'],
	])('none goes for an address unless another %s', (_what, theirs, own, place) => {
		const open = { ...many(own, b), ...many(theirs, a, ['sends', 9_000]) };
		expect(placeFor(b, open, { maxConnections: 5 })).toBe(place);
	});

	it('the address that has most is found among several, and a proxy is none of them', () => {
		const stalled: Doing = ['sends', 9_000];
		const few = many(2, a, stalled);
		const most = many(3, b, stalled);
		const ofProxy = many(4, proxy, stalled);
		for (const open of [
			{ ...few, ...most, ...ofProxy },
			{ ...ofProxy, ...most, ...few },
		])
			expect(placeFor(c, open)).toBe(`${b} 0`);
		expect(placeFor(c, many(6, proxy, stalled))).toBe('free');
	});

	it('an address that has none gets one of the spare places, and no other does', () => {
		const crowd = (count: number) => many(count, a);
		const roomy = { perAddress: 99 };
		expect(placeFor(b, crowd(6), roomy)).toBe('free');
		expect(placeFor(b, crowd(6 + sparePlaces - 1), roomy)).toBe('free');
		expect(placeFor(b, crowd(6 + sparePlaces), roomy)).toBe('none');
		expect(placeFor(b, { ...crowd(6), ...many(1, b) }, roomy)).toBe('none');
		expect(placeFor(a, crowd(6), roomy)).toBe('none');
	});
});

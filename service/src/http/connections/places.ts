import type { Socket } from 'node:net';
import { addressKey } from '../address';
import { awaitsClient, type Exchange } from './exchange';

/** What is known of an open connection. */
export interface Connection {
	/** As `addressKey` gives it. */
	address: string;
	exchanges: Set<Exchange>;
	/** Of `performance.now()`, when it was opened or its last request was through. */
	idleSince: number;
}

export interface ConnectionLimits {
	maxConnections: number;
	/** From one address. */
	perAddress: number;
	/** Proxies, whose connections are those of many clients. */
	isProxy(address: string | undefined): boolean;
}

/** Places above `maxConnections` for addresses that have none, such as the machine that asks for the health. */
export const sparePlaces = 16;

/** Milliseconds after which a connection without a request may be ended for another one; a request may be on its way. */
const idleMs = 1_000;

/** Milliseconds after which one that waits for its client may be ended for an address that has fewer of them. */
const stalledMs = 5_000;

/**
 * A place for one more connection. Where all are taken, the oldest idle one has to make room: of the same address when
 * that has its share, else of any; or else one that waits for its client, of the address that has most of them.
 * @returns the connection to end for it, or `none` where all are at work
 */
export function findPlace(
	remoteAddress: string | undefined,
	open: ReadonlyMap<Socket, Connection>,
	limits: ConnectionLimits,
): Socket | 'free' | 'none' {
	const { maxConnections, perAddress } = limits;
	const address = addressKey(remoteAddress);
	const own = [...open].filter(([, connection]) => connection.address === address);
	if (own.length >= perAddress && !limits.isProxy(remoteAddress)) return oldestIdle(own) ?? 'none';
	if (open.size < maxConnections) return 'free';
	const end = oldestIdle([...open]) ?? oldestStalled(ofGreediest(open, own.length + 1, limits));
	if (end) return end;
	return own.length === 0 && open.size < maxConnections + sparePlaces ? 'free' : 'none';
}

/** Maps keep the order of arrival. */
function oldestIdle(connections: [Socket, Connection][]): Socket | undefined {
	const longAgo = performance.now() - idleMs;
	return connections.find(
		([, { exchanges, idleSince }]) => exchanges.size === 0 && idleSince <= longAgo,
	)?.[0];
}

/** The connections of the address that has most of them, if those are more than so many. */
function ofGreediest(
	open: ReadonlyMap<Socket, Connection>,
	count: number,
	limits: ConnectionLimits,
): [Socket, Connection][] {
	const byAddress = new Map<string, [Socket, Connection][]>();
	for (const [socket, connection] of open) {
		if (limits.isProxy(socket.remoteAddress)) continue;
		const others = byAddress.get(connection.address) ?? [];
		others.push([socket, connection]);
		byAddress.set(connection.address, others);
	}
	const [greediest = []] = [...byAddress.values()].sort((a, b) => b.length - a.length);
	return greediest.length > count ? greediest : [];
}

function oldestStalled(connections: [Socket, Connection][]): Socket | undefined {
	const longAgo = performance.now() - stalledMs;
	return connections.find(([, { exchanges }]) => {
		const [first] = exchanges;
		return first !== undefined && first.since <= longAgo && awaitsClient(first);
	})?.[0];
}

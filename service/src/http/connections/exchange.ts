import type { FastifyReply, FastifyRequest } from 'fastify';

/** A request of which not all has arrived, or whose answer is not with its client yet. */
export interface Exchange {
	request: FastifyRequest;
	reply: FastifyReply;
	/** When it came, of `performance.now()`. */
	since: number;
	/** Whether it was its turn already. */
	begun: boolean;
	/** When its answer has left, or can't any more. */
	answered: Promise<void>;
}

/** @param onEnd is called when both the request and its answer are through */
export function newExchange(
	request: FastifyRequest,
	reply: FastifyReply,
	onEnd: () => void,
): Exchange {
	const halves = new Set<unknown>([request.raw, reply.raw]);
	for (const half of [request.raw, reply.raw]) {
		half.once('close', () => {
			halves.delete(half);
			if (halves.size === 0) onEnd();
		});
	}
	const answered = new Promise<void>((resolve) => {
		for (const event of ['finish', 'close']) reply.raw.once(event, resolve);
	});
	return { request, reply, since: performance.now(), begun: false, answered };
}

/** Whether all that it waits for is its client: for the rest of the request, or to take the answer. */
export const awaitsClient = ({ request, reply }: Exchange): boolean =>
	!request.raw.complete || reply.raw.writableEnded;

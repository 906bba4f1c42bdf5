import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** 32 hex digits, as the cloud's gateway numbers requests. */
export function newRequestId(): string {
	return randomUUID().replaceAll('-', '');
}

/** What may stand in a log and in a header as it is, and is no longer than an ID needs. */
const ownId = /^[!-~]{1,128}$/;

/** The ID that the client, or a proxy before the service, gave the request in X-Request-Id; or else a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
	const given = headers['x-request-id'];
	return typeof given === 'string' && ownId.test(given) ? given : newRequestId();
}

/** Version, trace, parent, flags (W3C Trace Context, 2); what later versions add stands behind another dash. */
const traceParent =
	/^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

/** The ID of the trace of which the request is a part, if its `traceparent` is a sound one. */
export function traceIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string | undefined {
	const match = traceParent.exec(String(headers.traceparent));
	if (!match) return undefined;
	const [, version, trace, more] = match;
	return version === '00' && more !== undefined ? undefined : trace;
}

/** By what a line of the log is found for a request. */
export function idsOf(request: FastifyRequest): { request_id: string; trace_id?: string } {
	const trace = traceIdOf(request);
	return { request_id: request.id, ...(trace !== undefined && { trace_id: trace }) };
}

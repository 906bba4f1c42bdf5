import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../contract/failures';

/**
 * Whether a body is declared as JSON, or not at all. What a web page may send anywhere without being asked, `text/plain`
 * and forms, is not.
 */
export function isJson({ headers }: FastifyRequest): boolean {
	const type = headers['content-type'];
	return type === undefined || /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type);
}

/** As many as other servers take; each costs some hundred bytes of memory, however short it is. */
const mostHeaders = 100;

export const hasTooManyHeaders = ({ rawHeaders }: IncomingMessage): boolean =>
	rawHeaders.length > 2 * mostHeaders;

/**
 * Refuses what HTTP/1.1 has a server refuse for its headers (RFC 9112, 3.2 and RFC 9110, 10.1.1). Left to itself, Node
 * answers some of it with an empty body, unseen by log and metrics.
 * @throws {ApiError} 400 without Host or with several, 421 with one that is not the service's, 417 for an expectation other than 100-continue,
 *   431 with more than 100 of them
 */
export function checkHeaders(
	{ raw }: FastifyRequest,
	isKnownHost: (header: string | undefined) => boolean,
): void {
	const { headers, httpVersion, rawHeaders } = raw;
	if (hasTooManyHeaders(raw)) {
		throw new ApiError('headersTooLarge', `Send at most ${mostHeaders} of them.`);
	}
	const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host');
	if (hosts.length > 1 || (hosts.length === 0 && httpVersion === '1.1')) {
		throw new ApiError('badHttp', 'Send the header Host once.');
	}
	if (!isKnownHost(headers.host)) {
		throw new ApiError('wrongHost', 'Its names are in the setting hosts.');
	}
	const { expect } = headers;
	if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
		throw new ApiError('expectation', 'Leave out the header Expect.');
	}
}

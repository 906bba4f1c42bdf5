import type { FastifyRequest } from 'fastify';
import { ApiError } from '../contract/failures';

/**
 * Refuses what HTTP/1.1 has a server refuse for its headers (RFC 9112, 3.2 and RFC 9110, 10.1.1). Left to itself, Node
 * answers some of it with an empty body, unseen by log and metrics.
 * @throws {ApiError} 400 without Host or with several, 417 for an expectation other than 100-continue
 */
export function checkHeaders({ raw: { headers, httpVersion, rawHeaders } }: FastifyRequest): void {
	const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host');
	if (hosts.length > 1 || (hosts.length === 0 && httpVersion === '1.1')) {
		throw new ApiError('badHttp', 'Send the header Host once.');
	}
	const { expect } = headers;
	if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
		throw new ApiError('expectation', 'Leave out the header Expect.');
	}
}

import type { FastifyBaseLogger, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, lookInLog, type FailureKind } from '../contract/failures';
import { IamError } from '../contract/iam-failures';
import { refusalOf } from './audit';
import { idsOf } from './trace';

/** Answers with the failure's own status and body; logs what was nobody's intention. */
export function answerFailure(
	error: unknown,
	request: FastifyRequest,
	reply: FastifyReply,
	log: FastifyBaseLogger,
): FastifyReply {
	reply.header('X-Request-Id', request.id);
	reply.refusal = refusalOf(error);
	if (error instanceof IamError) {
		reply.failureCode = error.code;
		return reply.code(error.status).send(error.body(request.id));
	}
	const failure = error instanceof ApiError ? error : translate(error);
	// Whatever ended with its client is not a fault of the service.
	if (failure.status === 500 && !reply.raw.destroyed) {
		log.error({ ...idsOf(request), err: error }, 'request failed');
	}
	if (failure.retryAfterSeconds !== undefined) {
		reply.header('Retry-After', String(failure.retryAfterSeconds));
	}
	reply.failureCode = failure.code;
	return reply.code(failure.status).send(failure.body(request.id));
}

/**
 * Ending a connection on a client that is still sending cuts it off before it has seen the answer: a reset
 * throws away what it has received. So Node reads on and discards, and the connection ends behind the body.
 */
export function letBodyRunOn({ raw }: FastifyRequest, reply: FastifyReply): void {
	if (!reply.raw.shouldKeepAlive) {
		if (raw.complete) return;
		reply.raw.shouldKeepAlive = true;
		raw.once('end', () => raw.socket.end());
	}
	// Fastify sets it for a body that it couldn't parse.
	reply.removeHeader('Connection');
}

const byFrameworkCode: Record<string, FailureKind> = {
	FST_ERR_BAD_URL: 'noSuchApi',
	FST_ERR_MAX_PARAM_LENGTH: 'noSuchApi',
	// A path out of the folder of files, or with characters that none has.
	FST_STATIC_FORBIDDEN_PATH: 'noSuchApi',
	// Only for the method QUERY, which no route has.
	FST_ERR_ROUTE_MISSING_CONTENT_TYPE: 'noSuchApi',
	FST_ERR_CTP_INVALID_MEDIA_TYPE: 'notJson',
	FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'badHttp',
	FST_ERR_CTP_BODY_TOO_LARGE: 'bodyTooLarge',
	ECONNRESET: 'badHttp',
};

function translate(error: unknown): ApiError {
	const kind = byFrameworkCode[String((error as Partial<FastifyError>).code)];
	return kind === undefined ? new ApiError('internal', lookInLog) : new ApiError(kind);
}

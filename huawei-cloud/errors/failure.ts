import type { Headers } from '../headers';
import { stopsBatch, type Cause, type Retry, type Scope } from './codes/row';

/** What is known about a request that didn't give a result. Everything may be missing. */
export interface FailureEvidence {
	/** HTTP status, where there was an answer. */
	status?: number;
	headers?: Headers;
	/** The answer's body: text, bytes, or parsed JSON. */
	body?: unknown;
	/** Node's or axios's error code, where there was no answer (`ECONNREFUSED`). */
	networkCode?: string;
	/** The error's text, which stands in for a missing code. */
	message?: string;
	/** The server that gave no answer, as a user finds it: `the IAM Endpoint of the credential, iam.example.com:443`. */
	server?: string;
	/** Whether the request went to Huawei Cloud's public service. */
	endpointIsPublic?: boolean;
	/** Local time of the answer, epoch ms; now, if left out. */
	now?: number;
	/** Values that must not appear in a text (SK, tokens, password). */
	secrets?: ReadonlyArray<string | undefined>;
}

export interface Failure {
	/** The service's code (`AIS.0504`), `HTTP.<status>` where it sent none, or a network failure's code (`ECONNREFUSED`, `TIMEOUT`). */
	code: string;
	httpStatus?: number;
	/** Which of the causes that share the code, where the text tells them apart. */
	cause?: Cause;
	/** What happened, as a sentence. */
	reason: string;
	/** What to do, as a sentence or two. */
	remedy: string;
	retry: Retry;
	/** Nothing more should be sent in this execution. */
	stopsBatch: boolean;
	/** A new token may be accepted. */
	renewsToken: boolean;
	/** The server's clock, epoch ms, where a wrong local clock is or may be the cause: sign once more by it. */
	clockSkew?: { serverTimeMs: number };
	/** The limit that was passed, where the service tells it. */
	throttleLimit?: { requests: number; perMs: number };
	/** How long the service asks to wait. */
	retryAfterMs?: number;
	requestId?: string;
	/** The service's own text, redacted and shortened. */
	serviceMessage?: string;
	/** Whether `reason` has the service's text in it already. */
	isQuoted?: true;
}

export type Result<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** A failure that was found on this side, before anything was sent: the same request can't succeed later. */
export const localFailure = (
	scope: Scope,
	code: string,
	reason: string,
	remedy: string,
): Failure => ({
	code,
	reason,
	remedy,
	retry: 'never',
	stopsBatch: stopsBatch(scope),
	renewsToken: false,
});

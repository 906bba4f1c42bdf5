/**
 * Whether sending the same request again can help: `never`; `transient`, after a short wait;
 * `throttled`, after the wait that the service asks for, and with fewer requests in flight.
 */
export type Retry = 'never' | 'transient' | 'throttled';

/**
 * What a failure is about. `image`: this image only. `service`: this attempt, or the service itself.
 * `authentication` and `account` (arrears, quota, subscription): all further requests, so the batch stops.
 */
export type Scope = 'image' | 'authentication' | 'account' | 'service';

/** Whether every further request would fail as well. */
export const stopsBatch = (scope: Scope): boolean =>
	scope === 'authentication' || scope === 'account';

/** What one code means and what to do about it. */
export interface Row {
	/** What happened: a sentence for the user. */
	meaning: string;
	/** What the user can do, in n8n's words. */
	remedy: string;
	retry: Retry;
	scope: Scope;
	/** The token was refused; a new one may be accepted. */
	renewsToken?: boolean;
	/** A wrong clock can be the cause: compare the `Date` header before giving up. */
	maybeClock?: boolean;
	/** A code that gateways send with several statuses: any but 400 says more than the code. */
	statusDecides?: boolean;
	/** It passes where the answer says when, in `Retry-After`. */
	retryAfterTells?: boolean;
	/** The service's own text says more than the code. */
	quotesService?: boolean;
	/** Instead of `meaning` and `remedy` where the endpoint is Huawei Cloud's public one. */
	onPublicEndpoint?: { meaning: string; remedy: string };
}

/** Causes that share a code, by the names that the documentation gives them. */
export type Cause =
	| 'key locked'
	| 'clock'
	| 'unknown access key'
	| 'security token'
	| 'wrong secret key'
	| 'expired token'
	| 'bad token'
	| 'wrong password'
	| 'locked user'
	| 'password change needed'
	| 'multi-factor authentication'
	| 'unknown project'
	| 'unknown domain'
	| 'policy';

/** One cause of several that share a code and are told apart by the service's text. */
export interface Variant extends Row {
	cause: Cause;
	/** Matches the service's text. */
	text: RegExp;
}

export type Table = Readonly<Record<string, Row>>;

type Flags = Partial<Omit<Row, 'meaning' | 'remedy' | 'retry' | 'scope'>>;
type RowOf = (meaning: string, remedy: string, flags?: Flags) => Row;

const rowOf =
	(scope: Scope, retry: Retry): RowOf =>
	(meaning, remedy, flags = {}) => ({ meaning, remedy, retry, scope, ...flags });

/** This image or its parameters are at fault. */
export const image = rowOf('image', 'never');
/** The credential is at fault. */
export const authentication = rowOf('authentication', 'never');
/** The account's state is at fault. */
export const account = rowOf('account', 'never');
/** The service, or the way to it, is at fault, and stays so. */
export const service = rowOf('service', 'never');
/** The service, or the way to it, has trouble that may pass. */
export const transient = rowOf('service', 'transient');
/** Too many requests. */
export const throttled = rowOf('service', 'throttled');

/** Stands in remedies for who can help: Huawei Cloud's support for its public service, else whoever runs the service. */
export const OPERATOR = '{operator}';

/** Remedies that several rows share. */
export const CHECK_ENDPOINT =
	'Open the credential and check Region and Image Recognition Endpoint.';
export const CONTACT_OPERATOR = `Run the workflow again later; if it keeps failing, contact ${OPERATOR} with the request ID.`;
export const SLOW_DOWN = `Lower the option Max Concurrency, raise Max Attempts, or ask ${OPERATOR} for a higher quota.`;
export const SELF_HOST =
	"If the service has ended, run the self-hosted Image Tagging service of this package (it has the same API) and set its address as the credential's Image Recognition Endpoint.";

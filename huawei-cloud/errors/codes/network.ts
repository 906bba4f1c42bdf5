import { service, transient, type Row, type Table } from './row';

const REACH =
	'Check that the machine that runs n8n can reach the endpoint in the credential: address, port, firewall, proxy.';
const ADDRESS =
	'Open the credential and check Region and the endpoints for typing errors; check also the DNS of the machine that runs n8n.';
const OWN_AUTHORITY =
	"If the cloud is private and has its own certificate authority, give it to n8n (NODE_EXTRA_CA_CERTS), or turn on Ignore SSL Issues in the credential. Otherwise don't send anything: somebody may be in between.";

const unknownAuthority = (): Row =>
	service(
		"The server's certificate was issued by an authority that this machine does not know.",
		OWN_AUTHORITY,
	);
const unreachable = (): Row => transient('There is no way to the server on the network.', REACH);
const reset = (): Row =>
	transient(
		'The server, or something on the way to it, closed the connection before the answer was complete.',
		'Run the workflow again; if it happens again, lower the option Max Concurrency and check any proxy between n8n and the service.',
	);
const timeout = (): Row =>
	transient(
		'The server did not answer in time.',
		'Raise the option Timeout, lower Max Concurrency, or turn on the option Shrink Large Images; check also that the endpoint can be reached.',
	);
const broken = (): Row =>
	transient(
		'The answer was damaged on its way (compression or HTTP format).',
		'Run the workflow again; if it happens again, check any proxy between n8n and the service.',
	);
const notTls = (): Row =>
	service(
		'The server does not speak TLS (https) at this address.',
		'Open the credential and check the endpoint. If the service is only offered without encryption, write http:// in front of the address.',
	);
const aborted = (): Row => service('The request was cancelled.', 'Run the workflow again.');

/** Failures without an answer, by Node's, OpenSSL's and axios's codes. */
export const NETWORK: Table = {
	ECONNREFUSED: transient(
		'The server refused the connection: nothing listens at this address and port.',
		'Check that the service is running, that address and port of the endpoint in the credential are right, and that no firewall or proxy on the way refuses the connection.',
	),
	ENOTFOUND: transient('The name of the server is unknown to DNS.', ADDRESS),
	EAI_AGAIN: transient('DNS did not answer, so the address of the server is unknown.', ADDRESS),
	ECONNRESET: reset(),
	EPIPE: reset(),
	ERR_STREAM_PREMATURE_CLOSE: reset(),
	ETIMEDOUT: timeout(),
	ESOCKETTIMEDOUT: timeout(),
	TIMEOUT: timeout(),
	EHOSTUNREACH: unreachable(),
	ENETUNREACH: unreachable(),
	ENETDOWN: unreachable(),
	EADDRNOTAVAIL: unreachable(),
	EMFILE: transient(
		'The machine that runs n8n has too many files and connections open.',
		'Lower the option Max Concurrency, or run fewer workflows at the same time.',
	),
	SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority(),
	DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority(),
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority(),
	UNABLE_TO_GET_ISSUER_CERT: unknownAuthority(),
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority(),
	CERT_UNTRUSTED: unknownAuthority(),
	CERT_HAS_EXPIRED: service(
		"The server's certificate has expired.",
		"The server's administrator has to renew it; check also the clock of the machine that runs n8n.",
	),
	CERT_NOT_YET_VALID: service(
		"The server's certificate is not valid yet.",
		'Check the clock of the machine that runs n8n.',
	),
	CERT_REVOKED: service(
		"The server's certificate has been revoked.",
		"The server's administrator has to replace it.",
	),
	ERR_TLS_CERT_ALTNAME_INVALID: service(
		"The server's certificate is for another host name.",
		'Open the credential and write the endpoint with the host name that the certificate has, not with an IP address or another name.',
	),
	ERR_SSL_WRONG_VERSION_NUMBER: notTls(),
	EPROTO: notTls(),
	HPE_INVALID_CONSTANT: service(
		'The server does not speak HTTP at this address.',
		'Open the credential and check scheme and port of the endpoint.',
	),
	Z_DATA_ERROR: broken(),
	Z_BUF_ERROR: broken(),
	ERR_BAD_RESPONSE: broken(),
	ANSWER_TOO_LARGE: service(
		'The answer is far larger than any answer of Image Recognition, and was not read to its end.',
		'Open the credential and check the endpoint: another service is at this address.',
	),
	BLOCKED_BY_N8N: service(
		'The SSRF protection of n8n does not allow this address, which is in a private network or on a list of blocked hosts.',
		'Use a public address, or ask the administrator of n8n to allow this one: by its host name in N8N_SSRF_ALLOWED_HOSTNAMES, or by its IP address in N8N_SSRF_ALLOWED_IP_RANGES.',
	),
	ERR_INVALID_URL: service(
		'The address of the request is not valid.',
		'Open the credential and check the endpoints.',
	),
	ERR_CANCELED: aborted(),
	ABORTED: aborted(),
	NETWORK_FAILURE: transient('The request failed on its way.', REACH),
};

/** Codes that mean the same as a row of the table. */
const SYNONYMS: Readonly<Record<string, string>> = {
	ECONNABORTED: 'TIMEOUT',
	ERR_SOCKET_CONNECTION_TIMEOUT: 'TIMEOUT',
	UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
	UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT',
	UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
	UND_ERR_SOCKET: 'ECONNRESET',
	EAI_FAIL: 'EAI_AGAIN',
	EAI_NODATA: 'ENOTFOUND',
	ENODATA: 'ENOTFOUND',
	ABORT_ERR: 'ABORTED',
	HOSTNAME_MISMATCH: 'ERR_TLS_CERT_ALTNAME_INVALID',
	ERR_FR_MAX_BODY_LENGTH_EXCEEDED: 'ANSWER_TOO_LARGE',
};

/** Texts that stand in for a code where an HTTP layer swallowed it; the first match counts. */
const TEXTS: ReadonlyArray<readonly [RegExp, string]> = [
	[/request was blocked because .{1,60} restricted/i, 'BLOCKED_BY_N8N'],
	[/maxContentLength|max(?:imum)? (?:response|content) (?:size|length)/i, 'ANSWER_TOO_LARGE'],
	[
		/socket hang up|connection (?:was )?(?:reset|closed|aborted|lost)|premature close|^aborted$/i,
		'ECONNRESET',
	],
	[/time(?:d)?[ -]?out/i, 'TIMEOUT'],
	[/self[ -]signed certificate in/i, 'SELF_SIGNED_CERT_IN_CHAIN'],
	[/self[ -]signed certificate/i, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
	[/unable to (?:verify|get).{0,30}(?:certificate|issuer)/i, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
	[/certificate has expired/i, 'CERT_HAS_EXPIRED'],
	[/certificate is not yet valid/i, 'CERT_NOT_YET_VALID'],
	[/does not match certificate|altname/i, 'ERR_TLS_CERT_ALTNAME_INVALID'],
	[/wrong version number|packet length too long/i, 'ERR_SSL_WRONG_VERSION_NUMBER'],
	[
		/incorrect header check|invalid (?:block|stored|distance|code)|unexpected end of file/i,
		'Z_DATA_ERROR',
	],
	[/Parse Error/, 'HPE_INVALID_CONSTANT'],
	[/connection refused|refused the connection/i, 'ECONNREFUSED'],
	[/abort|cancel/i, 'ABORTED'],
];

/** The row's code for a failure without an answer, by its code or, failing that, its text. */
export function networkCode(code: string | undefined, message: string | undefined): string {
	const given = code?.trim().toUpperCase() ?? '';
	const isTooLarge = given === 'ERR_BAD_RESPONSE' && /maxContentLength/i.test(message ?? '');
	if (isTooLarge) return 'ANSWER_TOO_LARGE';
	const known = SYNONYMS[given] ?? given;
	if (Object.hasOwn(NETWORK, known)) return known;
	if (given.startsWith('HPE_')) return 'HPE_INVALID_CONSTANT';
	if (given.startsWith('ERR_SSL_')) return 'ERR_SSL_WRONG_VERSION_NUMBER';
	const named =
		/\b(E[A-Z_]{3,}|[A-Z]+_[A-Z_]*CERT[A-Z_]*|CERT_[A-Z_]+)\b/.exec(message ?? '')?.[1] ?? '';
	if (Object.hasOwn(NETWORK, SYNONYMS[named] ?? named)) return SYNONYMS[named] ?? named;
	return TEXTS.find(([text]) => text.test(message ?? ''))?.[1] ?? 'NETWORK_FAILURE';
}

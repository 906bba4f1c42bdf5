import { redact } from '../redact';
import { AIS } from './ais';
import { APIG, AUTHENTICATION_VARIANTS } from './apig';
import type { Failure, FailureEvidence } from './failure';
import { IAM_VARIANTS } from './iam';
import { MODELARTS } from './modelarts';
import { NETWORK, networkCode } from './network';
import { readAnswer, type Answer } from './read-answer';
import type { Row, Table } from './row';
import { UNREADABLE, statusRow } from './status';
import { readClockSkew, readRetryAfter, readThrottleLimit } from './timing';

/** Every code that a service or gateway sends. */
export const SERVICE_CODES: Table = { ...AIS, ...APIG, ...MODELARTS };

/** As much of a service's text as helps. */
const LONGEST_MESSAGE = 300;
/** As much of a text as is looked at to find its cause. */
const LONGEST_TEXT = 4_000;

interface Verdict {
	code: string;
	row: Row;
}

/** Older gateways call the gateway's codes `APIGW.*`. */
const canonicalCode = (code: string): string => code.replace(/^APIGW\./i, 'APIG.');

const rowIn = (table: Table, code: string): Row | undefined =>
	Object.hasOwn(table, code) ? table[code] : undefined;

/** Texts tell more than `APIG.0301` or a bare status that is about who asks. */
function variantOf(answer: Answer, status: number): Row | undefined {
	const code = canonicalCode(answer.code ?? '');
	const isBare = rowIn(SERVICE_CODES, code) === undefined && [400, 401, 403, 404].includes(status);
	if (code !== 'APIG.0301' && !isBare) return undefined;
	const text = (answer.message ?? '').slice(0, LONGEST_TEXT);
	return [...AUTHENTICATION_VARIANTS, ...IAM_VARIANTS].find((variant) => variant.text.test(text));
}

/** Where neither code nor text is known: what kind of body came with which status. */
function unreadable(answer: Answer, status: number): Verdict | undefined {
	const verdict = (code: string): Verdict => ({ code, row: UNREADABLE[code] ?? statusRow(status) });
	if (
		/plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server/i.test(answer.text)
	) {
		return verdict('HTTPS_EXPECTED');
	}
	if (answer.kind === 'html' && (status < 300 || [400, 403, 404].includes(status))) {
		return verdict('HTML_ANSWER');
	}
	if (status < 200 || status >= 300) return undefined;
	const codes = {
		empty: 'EMPTY_ANSWER',
		truncated: 'TRUNCATED_ANSWER',
		text: 'NOT_JSON',
		html: 'HTML_ANSWER',
		json: 'UNKNOWN_ANSWER',
	} as const;
	return verdict(codes[answer.kind]);
}

function unknownCode(code: string, status: number): Row {
	const row = statusRow(status);
	return {
		...row,
		meaning: `The service answered with the code ${code}, which this package does not know.`,
		remedy: `Look the code up in Huawei Cloud's documentation. ${row.remedy}`,
		quotesService: true,
	};
}

function judgeAnswer(answer: Answer, status: number): Verdict {
	const { code } = answer;
	const variant = variantOf(answer, status);
	if (variant !== undefined) return { code: code ?? `HTTP.${status}`, row: variant };
	if (code === undefined || code.startsWith('HTTP.')) {
		const row = statusRow(Number(code?.slice(5) ?? status));
		const cause = code === undefined ? unreadable(answer, status) : undefined;
		return cause ?? { code: code ?? `HTTP.${status}`, row };
	}
	const row = rowIn(SERVICE_CODES, canonicalCode(code)) ?? unknownCode(code, status);
	if (row.statusDecides && status >= 401) return { code, row: statusRow(status) };
	const stops = row.scope === 'account' || row.scope === 'authentication';
	return { code, row: status === 429 && !stops ? { ...row, retry: 'throttled' } : row };
}

function judgeNetwork(evidence: FailureEvidence): Verdict {
	const code = networkCode(evidence.networkCode, evidence.message?.slice(0, LONGEST_TEXT));
	const isNamed = /^[A-Z][A-Z0-9_]{1,60}$/.test(evidence.networkCode ?? '');
	const shown = code === 'NETWORK_FAILURE' && isNamed ? evidence.networkCode! : code;
	return { code: shown, row: NETWORK[code]! };
}

function shorten(message: string | undefined, secrets: FailureEvidence['secrets']): string {
	// Redacted before it is cut: half a secret could not be recognised.
	const clean = redact((message ?? '').slice(0, LONGEST_TEXT), secrets)
		.replace(/\s+/g, ' ')
		.trim();
	return clean.length > LONGEST_MESSAGE ? `${clean.slice(0, LONGEST_MESSAGE - 1)}…` : clean;
}

/**
 * What a failed request means: one sentence for what happened, one for what to do, and what a program should do next.
 * Takes what is known, of which all may be missing; never throws, and no secret survives in its texts.
 */
export function classifyFailure(evidence: FailureEvidence): Failure {
	const { status, headers, now = Date.now(), secrets } = evidence;
	const isAnswer = status !== undefined && !(evidence.networkCode && status < 300);
	const answer = readAnswer(isAnswer ? evidence.body : undefined, headers);
	const { code, row } = isAnswer ? judgeAnswer(answer, status) : judgeNetwork(evidence);
	const text = (answer.message ?? '').slice(0, LONGEST_TEXT);
	const { meaning, remedy } =
		evidence.endpointIsPublic && row.onPublicEndpoint ? row.onPublicEndpoint : row;
	const serviceMessage = shorten(answer.message, secrets);
	const quote =
		row.quotesService && serviceMessage !== '' ? ` The service said: "${serviceMessage}"` : '';
	return {
		code,
		...(status !== undefined && { httpStatus: status }),
		reason: meaning + quote,
		remedy,
		retry: row.retry,
		stopsBatch: row.scope === 'authentication' || row.scope === 'account',
		renewsToken: row.renewsToken ?? false,
		...present('clockSkew', row.maybeClock ? readClockSkew(text, headers, now) : undefined),
		...present('throttleLimit', row.retry === 'throttled' ? readThrottleLimit(text) : undefined),
		...present('retryAfterMs', readRetryAfter(headers, now)),
		...present('requestId', answer.requestId),
		...present('serviceMessage', serviceMessage || undefined),
	};
}

function present<K extends keyof Failure>(key: K, value: Failure[K] | undefined): Partial<Failure> {
	return value === undefined ? {} : ({ [key]: value } as Partial<Failure>);
}

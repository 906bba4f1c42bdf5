import { redact } from '../redact';
import { AIS } from './codes/ais';
import { APIG, AUTHENTICATION_VARIANTS } from './codes/apig';
import type { Failure, FailureEvidence } from './failure';
import { IAM_VARIANTS } from './codes/iam';
import { MODELARTS } from './codes/modelarts';
import { NETWORK, networkCode } from './codes/network';
import { readAnswer, type Answer } from './read-answer';
import {
	CONTACT_OPERATOR,
	OPERATOR,
	stopsBatch,
	type Row,
	type Table,
	type Variant,
} from './codes/row';
import { UNREADABLE, statusRow } from './codes/status';
import { readClockSkew, readRetryAfter, readThrottleLimit } from './timing';

/** Every code that a service or gateway sends. */
export const SERVICE_CODES: Table = { ...AIS, ...APIG, ...MODELARTS };

/** As much of a service's text as helps. */
const LONGEST_MESSAGE = 300;
/** As much of a text as is looked at to find its cause. */
const LONGEST_TEXT = 4_000;

interface Verdict {
	code: string;
	row: Row | Variant;
}

/** Older gateways call the gateway's codes `APIGW.*`. */
const canonicalCode = (code: string): string => code.replace(/^APIGW\./i, 'APIG.');

const rowIn = (table: Table, code: string): Row | undefined =>
	Object.hasOwn(table, code) ? table[code] : undefined;

/** Texts tell more than `APIG.0301` or a bare status that is about who asks. */
function variantOf(answer: Answer, text: string, status: number): Variant | undefined {
	const code = canonicalCode(answer.code ?? '');
	const isBare = rowIn(SERVICE_CODES, code) === undefined && [400, 401, 403, 404].includes(status);
	if (code !== 'APIG.0301' && !isBare) return undefined;
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
	if (answer.kind === 'html' && [400, 403, 404].includes(status)) {
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
	const remedy =
		row.remedy === CONTACT_OPERATOR
			? row.remedy
			: `${row.remedy} If that does not help, contact ${OPERATOR} with the request ID.`;
	return {
		...row,
		meaning: `The service answered with the code ${code}, which this package does not know.`,
		remedy: `Look the code up in the documentation of the service. ${remedy}`,
		quotesService: true,
	};
}

function judgeAnswer(answer: Answer, text: string, httpStatus: number): Verdict {
	// IAM writes the status into the body, and that one counts.
	const status = Number(/^HTTP\.(\d+)$/.exec(answer.code ?? '')?.[1] ?? httpStatus);
	const code = answer.code ?? `HTTP.${status}`;
	const variant = variantOf(answer, text, status);
	if (variant !== undefined) return { code, row: variant };
	if (answer.code === undefined)
		return unreadable(answer, status) ?? { code, row: statusRow(status) };
	if (code.startsWith('HTTP.')) return { code, row: statusRow(status) };

	const row = rowIn(SERVICE_CODES, canonicalCode(code)) ?? unknownCode(code, status);
	if (row.statusDecides && status > 400) return { code, row: statusRow(status) };
	return {
		code,
		row: status === 429 && !stopsBatch(row.scope) ? { ...row, retry: 'throttled' } : row,
	};
}

function judgeNetwork(evidence: FailureEvidence): Verdict {
	const code = networkCode(evidence.networkCode, evidence.message?.slice(0, LONGEST_TEXT));
	const isNamed = /^[A-Z][A-Z0-9_]{1,60}$/.test(evidence.networkCode ?? '');
	const shown = code === 'NETWORK_FAILURE' && isNamed ? evidence.networkCode! : code;
	return { code: shown, row: NETWORK[code]! };
}

/** A sentence for a wait that is long enough to be noticed; empty for none. */
function askedWait(ms = 0): string {
	if (ms < 10_000) return '';
	const wait =
		ms < 120_000 ? `${Math.round(ms / 1000)} seconds` : `${Math.ceil(ms / 60_000)} minutes`;
	return ` It asks to wait ${wait}.`;
}

/** A sentence with the server that it is about. */
const located = (sentence: string, server: string | undefined): string =>
	server === undefined ? sentence : sentence.replace(/\.$/, ` (${server}).`);

function shorten(message: string): string {
	const line = message.replace(/\s+/g, ' ');
	return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE - 1)}…` : line;
}

/** Stems of the words of a text that carry a meaning, and its numbers. */
const wordsOf = (text: string): string[] =>
	(text.toLowerCase().match(/\p{Script=Han}|[a-z]{4,}|\d+/gu) ?? []).map((word) =>
		word.slice(0, 5),
	);

/** Whether the service's text says more than ours: a number, or several words that ours lacks. */
function saysMore(message: string, meaning: string): boolean {
	const known = new Set(wordsOf(meaning));
	const added = wordsOf(message).filter((word) => !known.has(word));
	return added.length > 1 || added.some((word) => /\d/.test(word));
}

/** Texts that tell causes apart are long, and ours for the cause is better. */
const isQuoted = (row: Row | Variant, message: string): boolean =>
	message !== '' && (row.quotesService || (!('cause' in row) && saysMore(message, row.meaning)));

/** The answer as it may be shown: redacted before it is cut, since half a secret could not be recognised. */
function presentable(answer: Answer, secrets: FailureEvidence['secrets']): Answer {
	const harmless = (text: string | undefined): string | undefined =>
		text !== undefined && redact(text, secrets) === text ? text : undefined;
	return {
		...answer,
		code: harmless(answer.code),
		requestId: harmless(answer.requestId),
		message: shorten(redact(answer.message ?? '', secrets)),
	};
}

/**
 * What a failed request means: one sentence for what happened, one for what to do, and what a program should do next.
 * Any part of the evidence may be missing. Never throws, and no secret survives in its texts.
 */
export function classifyFailure(evidence: FailureEvidence): Failure {
	const { status, headers, now = Date.now(), secrets } = evidence;
	const isAnswer = status !== undefined && status >= 100 && !(evidence.networkCode && status < 300);
	const received = readAnswer(isAnswer ? evidence.body : undefined, headers);
	const text = (received.message ?? '').slice(0, LONGEST_TEXT);
	const answer = presentable(received, secrets);
	const { code, row } = isAnswer ? judgeAnswer(answer, text, status) : judgeNetwork(evidence);
	const { meaning, remedy } =
		evidence.endpointIsPublic && row.onPublicEndpoint ? row.onPublicEndpoint : row;
	const serviceMessage = answer.message ?? '';
	const retryAfterMs = readRetryAfter(headers, now);
	const retry = row.retryAfterTells && retryAfterMs !== undefined ? 'transient' : row.retry;
	const quoted = isQuoted(row, serviceMessage);
	const quote = quoted ? ` The service said: "${serviceMessage}"` : '';
	const operator = evidence.endpointIsPublic ? 'Huawei Cloud support' : 'whoever runs the service';
	return {
		code,
		...present('httpStatus', status),
		...present('cause', 'cause' in row ? row.cause : undefined),
		reason:
			located(meaning, isAnswer ? undefined : evidence.server) +
			quote +
			(retry === 'never' ? '' : askedWait(retryAfterMs)),
		remedy: remedy.replace(OPERATOR, operator),
		retry,
		stopsBatch: stopsBatch(row.scope),
		renewsToken: row.renewsToken ?? false,
		...present('clockSkew', row.maybeClock ? readClockSkew(text, headers, now) : undefined),
		...present('throttleLimit', row.retry === 'throttled' ? readThrottleLimit(text) : undefined),
		...present('retryAfterMs', retryAfterMs),
		...present('requestId', answer.requestId),
		...present('serviceMessage', serviceMessage || undefined),
		...present('isQuoted', quoted || undefined),
	};
}

function present<K extends keyof Failure>(key: K, value: Failure[K] | undefined): Partial<Failure> {
	return value === undefined ? {} : ({ [key]: value } as Partial<Failure>);
}

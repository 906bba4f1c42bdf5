import { readHeader, type Headers } from '../headers';

/** What came as a body. `truncated`: begins as JSON and doesn't end as such. */
export type BodyKind = 'empty' | 'json' | 'truncated' | 'html' | 'text';

export interface Answer {
	kind: BodyKind;
	/** The service's code as it wrote it; `HTTP.401` for IAM's bare numbers. */
	code?: string;
	/** The service's text, not redacted yet. */
	message?: string;
	requestId?: string;
	/** The text of a body that is not JSON, its beginning only. */
	text: string;
}

/** Longer bodies are no error answers; they are judged by their beginning. */
const LONGEST_ERROR = 1_000_000;
const BEGINNING = 2_000;

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(body: unknown): string | undefined {
	if (typeof body === 'string') return body;
	if (body instanceof Uint8Array) {
		return Buffer.from(
			body.buffer,
			body.byteOffset,
			Math.min(body.length, LONGEST_ERROR + 1),
		).toString();
	}
	return undefined;
}

function parse(body: unknown): { kind: BodyKind; fields?: Fields; text: string } {
	if (body === undefined || body === null) return { kind: 'empty', text: '' };
	const full = textOf(body);
	if (full === undefined) return { kind: 'json', fields: isFields(body) ? body : {}, text: '' };
	const text = full.slice(0, BEGINNING).replace(/^[\s\ufeff]+/, '');
	if (full.length <= LONGEST_ERROR) {
		if (full.trim() === '') return { kind: 'empty', text: '' };
		try {
			const parsed: unknown = JSON.parse(full.replace(/^\ufeff/, ''));
			return { kind: 'json', fields: isFields(parsed) ? parsed : {}, text: '' };
		} catch {
			// Told apart below.
		}
	}
	if (/^<(?:!doctype|html|head|body|\?xml|!--)/i.test(text)) return { kind: 'html', text };
	return { kind: /^[{[]/.test(text) ? 'truncated' : 'text', text };
}

function firstText(fields: Fields | undefined, names: readonly string[]): string | undefined {
	for (const name of names) {
		const value = fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
		if (typeof value === 'number') return String(value);
		if (typeof value === 'string' && value.trim() !== '') return value.trim();
	}
	return undefined;
}

function readCode(fields: Fields | undefined, nested: Fields | undefined): string | undefined {
	const code =
		firstText(fields, ['error_code', 'errorCode', 'errcode']) ??
		firstText(nested, ['error_code', 'code']) ??
		firstText(fields, ['code']);
	if (code === undefined || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(code)) return undefined;
	return /^\d{3}$/.test(code) ? `HTTP.${code}` : code;
}

/** Reads code, text and request ID from the service's, the gateway's and IAM's forms of an error, and from what isn't one. */
export function readAnswer(body: unknown, headers: Headers | undefined): Answer {
	const { kind, fields, text } = parse(body);
	const error = fields !== undefined && Object.hasOwn(fields, 'error') ? fields.error : undefined;
	const nested = isFields(error) ? error : undefined;
	const requestId =
		firstText(fields, ['request_id', 'requestId']) ??
		readHeader(headers, 'x-request-id') ??
		readHeader(headers, 'x-iam-trace-id');
	return {
		kind,
		code: readCode(fields, nested),
		message:
			firstText(fields, ['error_msg', 'errorMsg', 'error_message']) ??
			firstText(nested, ['message', 'error_msg', 'title']) ??
			firstText(fields, ['message', 'msg', 'error_description', 'error']),
		requestId: /^[\w.:/+=-]{1,128}$/.exec(requestId ?? '')?.[0],
		text,
	};
}

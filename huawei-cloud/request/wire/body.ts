import { mergeHeaders, readHeader, type Headers } from '../../headers';
import { queryString } from './query-string';
import { isLegacy, type RequestOptions } from './options';

/** What is signed in place of a hash when the bytes aren't known before they are sent, as the official SDKs do. */
const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** A body in the very bytes that go out, with the content type that says what they are. */
export interface WireBody {
	/** Absent: the bytes are only known while they are sent (streams, multipart forms). */
	bytes?: Buffer | string;
	known: boolean;
	contentType?: string;
}

const isEmpty = (body: unknown): body is undefined | null | '' =>
	body === undefined || body === null || body === '';

/** Methods of streams, files, and forms with a boundary of their own. */
const UNPREDICTABLE = ['pipe', 'getReader', 'getHeaders', 'arrayBuffer'];

const isUnpredictable = (body: NonNullable<unknown>): boolean =>
	body instanceof FormData ||
	UNPREDICTABLE.some((method) => typeof (body as Record<string, unknown>)[method] === 'function');

function formText(values: unknown, legacy: boolean): string {
	if (values instanceof URLSearchParams || typeof values === 'string') return String(values);
	return queryString((values ?? {}) as object, legacy ? 'indices' : 'comma');
}

/**
 * Serialises the body once, as n8n's HTTP client would, so that these bytes can be hashed and sent as they are.
 * A GET of the current form has no body: n8n drops it.
 */
export function wireBody(options: RequestOptions): WireBody {
	const { body, form, formData } = options;
	const legacy = isLegacy(options);
	const method = (options.method ?? 'GET').toUpperCase();
	const contentType = readHeader(options.headers, 'content-type');
	const isForm = contentType?.toLowerCase().startsWith(FORM) ?? false;

	if (formData !== undefined || contentType?.toLowerCase().includes('multipart/form-data')) {
		return { known: false };
	}
	if (form !== undefined && (isEmpty(body) || isForm)) {
		const values = isEmpty(body) ? form : { ...(body as object), ...(form as object) };
		return { known: true, bytes: formText(values, legacy), contentType: FORM };
	}
	if (isEmpty(body) || (method === 'GET' && !legacy)) return { known: true };
	if (Buffer.isBuffer(body)) return { known: true, bytes: body };
	if (body instanceof Uint8Array) {
		return { known: true, bytes: Buffer.from(body.buffer, body.byteOffset, body.byteLength) };
	}
	if (body instanceof URLSearchParams) {
		return { known: true, bytes: String(body), contentType: contentType ?? FORM };
	}
	if (isUnpredictable(body)) return { known: false };
	if (isForm) return { known: true, bytes: formText(body, legacy) };
	const isText = typeof body === 'string';
	return {
		known: true,
		// As bytes: n8n's HTTP client parses and rewrites a JSON text.
		bytes: Buffer.from(isText ? body : JSON.stringify(body)),
		contentType: contentType ?? (isText && !legacy ? undefined : JSON_TYPE),
	};
}

/** The options with the serialised body in place of whatever they had. */
export function withBody(options: RequestOptions, { bytes, known, contentType }: WireBody) {
	if (!known) {
		const headers = mergeHeaders(options.headers, { 'X-Sdk-Content-Sha256': UNSIGNED_PAYLOAD });
		return { ...options, headers };
	}
	const headers: Headers =
		contentType === undefined
			? { ...options.headers }
			: mergeHeaders(options.headers, { 'Content-Type': contentType });
	const { form, body, ...rest } = options;
	void [form, body];
	return { ...rest, headers, ...(bytes === undefined ? {} : { body: bytes }) };
}

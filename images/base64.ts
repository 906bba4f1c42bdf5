import { ImageError } from './errors';

export interface DecodedImage {
	bytes: Uint8Array;
	/** The MIME type that a `data:` URL declared, lower-case. What the bytes are is another question. */
	mimeType?: string;
}

/** A `data:` URL's head is short; looking no further keeps odd strings cheap. */
const MAX_HEAD = 512;
const REMEDY =
	'Give the plain base64 text of a JPG, PNG or BMP file, or a data: URL such as data:image/png;base64,….';

/**
 * Decodes an image given as plain base64 or as a base64 `data:` URL (RFC 2397).
 * White space, missing padding and the URL-safe alphabet (RFC 4648, section 5) are accepted.
 * @param value usually a string; whatever an expression yields is accepted and judged
 * @throws {ImageError} when it isn't base64
 */
export function parseBase64(value: unknown): DecodedImage {
	if (typeof value !== 'string')
		throw new ImageError(`The base64 image is not text but ${typeName(value)}.`, REMEDY);
	const { body, mimeType } = splitDataUrl(value.trim());
	const bytes = decode(body);
	return mimeType ? { bytes, mimeType } : { bytes };
}

function splitDataUrl(text: string): { body: string; mimeType?: string } {
	const head = text.slice(0, MAX_HEAD);
	if (/^https?:\/\//i.test(head))
		throw new ImageError(
			'The base64 image is a URL.',
			"Set the parameter Image Source to 'URL', or give the file's base64 text.",
		);
	if (!/^data:/i.test(head)) return { body: text };
	const comma = head.indexOf(',');
	if (comma < 0) throw new ImageError('The data: URL has no comma before its data.', REMEDY);
	const [type = '', ...parameters] = head.slice('data:'.length, comma).toLowerCase().split(';');
	if (!parameters.some((parameter) => parameter.trim() === 'base64'))
		throw new ImageError('The data: URL is not base64-encoded: it lacks ";base64".', REMEDY);
	return { body: text.slice(comma + 1), mimeType: type.trim() || undefined };
}

function decode(body: string): Buffer {
	const whole = decodeIfClean(body) ?? decodeIfClean(body.replace(/\s/g, ''));
	if (whole) {
		if (whole.length > 0) return whole;
		throw new ImageError('The base64 image is empty.', REMEDY);
	}
	const stranger = /[^A-Za-z0-9+/_=\s-]/u.exec(body);
	throw new ImageError(
		stranger
			? `The base64 image has a character that base64 doesn't use: ${describe(stranger[0])} at position ${stranger.index + 1}.`
			: 'The base64 image is not complete: its length or padding is wrong.',
		REMEDY,
	);
}

/**
 * Node's decoder skips what it doesn't know in ASCII text, so any stranger shows in the length of the result;
 * that saves a slow pass over 10 MB. Of characters beyond U+00FF it would take the low byte.
 */
function decodeIfClean(body: string): Buffer | undefined {
	const padding = body.endsWith('==') ? 2 : body.endsWith('=') ? 1 : 0;
	const digits = body.length - padding;
	if (digits % 4 === 1 || (padding > 0 && body.length % 4 !== 0)) return undefined;
	if (Buffer.byteLength(body, 'utf8') !== body.length) return undefined;
	const bytes = Buffer.from(body, 'base64');
	return bytes.length === Math.floor((digits * 3) / 4) ? bytes : undefined;
}

function typeName(value: unknown): string {
	if (value === null) return 'null';
	if (value === undefined) return 'missing';
	return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
}

function describe(character: string): string {
	const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
	return /[\p{C}\p{Z}]/u.test(character) ? `U+${code}` : `"${character}" (U+${code})`;
}

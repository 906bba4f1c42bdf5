import { ApiError } from '../contract/failures';
import { everyPiece, piecesATurn } from './pieces';

/** Only an escape can write it, so no text that is set aside has it. */
const placeholder = '\0';

/** Whether the text stands for the image that was set aside. */
export const isPlaceholder = (text: string) => text === placeholder;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const BLANK = ' '.charCodeAt(0);

/** Where the string ends that begins at `start`; -1 when it does not. */
async function closingQuote(body: Buffer, start: number, signal?: AbortSignal): Promise<number> {
	const first = body.indexOf(QUOTE, start);
	if (body[first - 1] !== BACKSLASH) return first;
	// With as many escapes as there is room for, this takes a while.
	let at = start;
	const hasNoEnd = (_from: number, to: number) => {
		for (; at < start + to; at++) {
			if (body[at] === QUOTE) return false;
			if (body[at] === BACKSLASH) at++;
		}
		return true;
	};
	const pace = { atOnce: piecesATurn.decoding, signal };
	return (await everyPiece(body.length - start, hasNoEnd, pace)) ? -1 : at;
}

export interface SetAside {
	/** The JSON with a placeholder instead of the image's text. */
	json: Buffer;
	/** The image's text as it is written in the JSON, escapes and all. */
	text: Buffer;
}

/**
 * Takes the text of `image` out of a body, and leaves the rest to be parsed as JSON: megabytes of base64 as
 * JavaScript strings would cost more than everything else that the server does for an image.
 * @returns undefined when there is no such text, or an empty one
 */
export async function setImageAside(
	body: Buffer,
	signal?: AbortSignal,
): Promise<SetAside | undefined> {
	const name = body.indexOf('"image"');
	if (name < 0) return undefined;
	const opening = /^"image"[ \t\r\n]*:[ \t\r\n]*"/.exec(body.toString('latin1', name, name + 64));
	if (!opening) return undefined;
	const start = name + opening[0].length;
	const end = await closingQuote(body, start, signal);
	if (end <= start) return undefined;
	const quoted = JSON.stringify(placeholder).slice(1, -1);
	const json = Buffer.concat([body.subarray(0, start), Buffer.from(quoted), body.subarray(end)]);
	return { json, text: body.subarray(start, end) };
}

/** What PHP's escaped slashes and the lines of chunk_split and many a command line have, and plain base64 has not. */
const marksOfUncleanText = ['\\', '\n', ' '];

/**
 * The base64 of an image's text as it is written in the JSON: without escapes, blanks and ends of lines.
 * @param written is written over where it has any of them
 * @throws {ApiError} AIS.0014 for what JSON does not allow in a text
 */
export async function digitsOf(written: Buffer, signal?: AbortSignal): Promise<Buffer> {
	if (!marksOfUncleanText.some((mark) => written.includes(mark))) return written;
	let next = 0;
	let kept = 0;
	const clean = (_from: number, to: number) => {
		while (next < to) {
			const byte = written[next] ?? 0;
			if (byte < BLANK) throw new ApiError('notJson', notInJson);
			if (byte !== BACKSLASH) {
				next++;
				if (byte !== BLANK) written[kept++] = byte;
				continue;
			}
			const short = shortEscapes.get(written[next + 1] ?? 0);
			const left = short ?? leftOf(written.toString('latin1', next, next + longEscape));
			if (left !== nothing) written[kept++] = left;
			next += short === undefined ? longEscape : shortEscape;
		}
		return true;
	};
	await everyPiece(written.length, clean, { atOnce: piecesATurn.cleaning, signal });
	return written.subarray(0, kept);
}

const digit = /^[A-Za-z0-9+/=_-]$/;
const nothing = 0;
const notInJson = 'The text of image has a character that JSON does not allow.';

/** What is left of an escape in the digits: nothing of a blank, and of what has no place there the backslash. */
function leftOf(escape: string): number {
	const character = unescaped(escape);
	if (/\s/.test(character)) return nothing;
	return digit.test(character) ? character.charCodeAt(0) : BACKSLASH;
}

function unescaped(escape: string): string {
	try {
		return JSON.parse(`"${escape}"`) as string;
	} catch {
		throw new ApiError('notJson', notInJson);
	}
}

/** Of `\n` and its like, and of `\u002f`. */
const [shortEscape, longEscape] = [2, 6];

/** What is left of the escapes that a text may have millions of, by the character behind the backslash. */
const shortEscapes = new Map(
	Array.from('"\\/bfnrt', (letter) => [letter.charCodeAt(0), leftOf(`\\${letter}`)]),
);

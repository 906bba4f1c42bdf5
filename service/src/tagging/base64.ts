import { everyPiece, piecesATurn } from './pieces';

/** Digits of an image that the API takes. */
export const maxBase64Length = 10 * 1024 * 1024;

/** Bytes that so many base64 digits stand for, the padding not counted. */
const bytesOf = (digits: number) => Math.floor((digits * 3) / 4);

/**
 * Decodes base64, standard or URL-safe, into the memory in which its text stands.
 * @param text its digits as ASCII, with or without padding, and nothing else; they are gone afterwards
 * @returns undefined when it is not base64
 */
export async function decodeBase64InPlace(
	text: Buffer,
	signal?: AbortSignal,
): Promise<Buffer | undefined> {
	const digits = digitsIn(text);
	if (digits === 0 || digits % 4 === 1) return undefined;
	const decode = (from: number, to: number) => {
		// Three bytes for four digits: what is written stays behind what is read.
		const written = text.write(text.toString('latin1', from, to), bytesOf(from), 'base64');
		// The decoder skips what isn't base64, so that any such character shows in the length.
		return written === bytesOf(to - from);
	};
	const isBase64 = await everyPiece(digits, decode, { atOnce: piecesATurn.decoding, signal });
	return isBase64 ? text.subarray(0, bytesOf(digits)) : undefined;
}

function digitsIn(text: Buffer): number {
	const padding = text.subarray(-2).toString('latin1').replace(/[^=]/g, '').length;
	return text.length - padding;
}

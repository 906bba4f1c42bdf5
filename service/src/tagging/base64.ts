/** Digits of a picture that the API takes. */
export const maxBase64Length = 10 * 1024 * 1024;

/** A multiple of 4, and few enough that V8 makes and drops the string without asking for memory. */
const digitsAtOnce = 48 * 1024;

/** Bytes that so many base64 digits stand for, the padding not counted. */
const bytesOf = (digits: number) => Math.floor((digits * 3) / 4);

/**
 * Decodes base64, standard or URL-safe, into the memory in which its text stands.
 * @param text its digits as ASCII, with or without padding, and nothing else; they are gone afterwards
 * @returns undefined when it is not base64
 */
export function decodeBase64InPlace(text: Buffer): Buffer | undefined {
	const digits = digitsIn(text);
	if (digits === 0 || digits % 4 === 1) return undefined;
	for (let from = 0; from < digits; from += digitsAtOnce) {
		const to = Math.min(from + digitsAtOnce, digits);
		// Three bytes for four digits: what is written stays behind what is read.
		const written = text.write(text.toString('latin1', from, to), bytesOf(from), 'base64');
		// The decoder skips what isn't base64, so that any such character shows in the length.
		if (written !== bytesOf(to - from)) return undefined;
	}
	return text.subarray(0, bytesOf(digits));
}

function digitsIn(text: Buffer): number {
	const padding = text.subarray(-2).toString('latin1').replace(/[^=]/g, '').length;
	return text.length - padding;
}

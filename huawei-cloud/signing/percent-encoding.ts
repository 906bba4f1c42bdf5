const UNRESERVED = /[A-Za-z0-9\-_.~]/;

/** What each byte looks like in RFC 3986 percent-encoding. */
const ENCODED_BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
	const character = String.fromCharCode(byte);
	return UNRESERVED.test(character)
		? character
		: `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** Percent-encodes all but RFC 3986's unreserved characters. Text is taken as UTF-8. */
export function percentEncode(text: string | Uint8Array): string {
	let encoded = '';
	for (const byte of typeof text === 'string' ? Buffer.from(text, 'utf8') : text) {
		encoded += ENCODED_BYTES[byte];
	}
	return encoded;
}

/** Undoes percent-encoding byte by byte; a `%` that starts no escape stands for itself, so any text can be decoded. */
export function percentDecode(text: string): Buffer {
	const source = Buffer.from(text, 'utf8');
	const decoded = Buffer.alloc(source.length);
	let length = 0;
	for (let at = 0; at < source.length; at++) {
		const escape = source[at] === 0x25 ? source.toString('latin1', at + 1, at + 3) : '';
		const isEscape = /^[0-9A-Fa-f]{2}$/.test(escape);
		decoded[length++] = isEscape ? parseInt(escape, 16) : source[at]!;
		if (isEscape) at += 2;
	}
	return decoded.subarray(0, length);
}

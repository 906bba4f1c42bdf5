import type { HuffmanSpec } from './segments';

/**
 * For every possible next 16 bits: code length × 256 + symbol, or 0 where no code begins so.
 * One look-up a symbol costs less than walking the code bit by bit.
 */
export type HuffmanLookup = Uint16Array;

export function buildLookup(spec: HuffmanSpec): HuffmanLookup {
	const lookup = new Uint16Array(65536);
	forEachCode(spec, (symbol, code, length) => {
		const from = code << (16 - length);
		lookup.fill((length << 8) | symbol, from, from + (1 << (16 - length)));
	});
	return lookup;
}

/** The code of every symbol, and its length in bits: 0 for a symbol without a code. */
export interface HuffmanCodes {
	codes: Uint16Array;
	lengths: Uint8Array;
}

export function buildCodes(spec: HuffmanSpec): HuffmanCodes {
	const codes = new Uint16Array(256);
	const lengths = new Uint8Array(256);
	forEachCode(spec, (symbol, code, length) => {
		codes[symbol] = code;
		lengths[symbol] = length;
	});
	return { codes, lengths };
}

/** Codes follow from the counts alone (ISO/IEC 10918-1, C.2). */
function forEachCode(
	spec: HuffmanSpec,
	use: (symbol: number, code: number, length: number) => void,
): void {
	let code = 0;
	let at = 16;
	for (let length = 1; length <= 16; length++, code <<= 1)
		for (let i = 0; i < spec[length - 1]! && at < spec.length; i++)
			use(spec[at++]!, code++, length);
}

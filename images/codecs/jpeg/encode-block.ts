import type { BitWriter } from './bits';
import { forwardDct } from './dct';
import { ZIGZAG, type HuffmanCodes } from './standard-tables';

/** Most bytes that the 64 coefficients of a block can take, stuffing included. */
const MAX_BLOCK_BYTES = 512;

/** What encoding the blocks of one colour component needs. */
export interface BlockCoder {
	/** The block's 64 samples in row order; overwritten. */
	samples: Float32Array;
	/** What the transform's results are multiplied by, in row order. */
	factors: Float32Array;
	coefficients: Int32Array;
	/** The DC value of the block before. */
	before: number;
	dc: HuffmanCodes;
	ac: HuffmanCodes;
}

/** Transforms, quantises and writes one block. */
export function encodeBlock(coder: BlockCoder, writer: BitWriter): void {
	const { samples, factors, coefficients, dc, ac } = coder;
	forwardDct(samples);
	let last = 0;
	for (let k = 0; k < 64; k++) {
		const place = ZIGZAG[k]!;
		const value = samples[place]! * factors[place]!;
		const rounded = (value < 0 ? value - 0.5 : value + 0.5) | 0;
		coefficients[k] = rounded;
		if (rounded !== 0) last = k;
	}
	writer.reserve(MAX_BLOCK_BYTES);
	writeValue(writer, dc, 0, coefficients[0]! - coder.before);
	coder.before = coefficients[0]!;
	let zeros = 0;
	for (let k = 1; k <= last; k++) {
		const value = coefficients[k]!;
		if (value === 0) {
			zeros++;
			continue;
		}
		for (; zeros > 15; zeros -= 16) writer.put(ac.codes[0xf0]!, ac.lengths[0xf0]!);
		writeValue(writer, ac, zeros << 4, value);
		zeros = 0;
	}
	if (last < 63) writer.put(ac.codes[0]!, ac.lengths[0]!);
}

/** The code of a run of zeros and the value's size, then the value's bits. */
function writeValue(
	writer: BitWriter,
	{ codes, lengths }: HuffmanCodes,
	run: number,
	value: number,
): void {
	const size = 32 - Math.clz32(value < 0 ? -value : value);
	writer.put(codes[run | size]!, lengths[run | size]!);
	writer.put(value < 0 ? value + (1 << size) - 1 : value, size);
}

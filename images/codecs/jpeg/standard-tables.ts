/** Tables of ISO/IEC 10918-1, Annex K, which nearly all encoders use. */

/** Where the n-th coefficient of a block in zigzag order stands in row order (Figure A.6). */
export const ZIGZAG = Uint8Array.of(
	...[0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5],
	...[12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28],
	...[35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51],
	...[58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63],
);

/** Table K.1 in row order: steps of brightness at quality 50. */
const LUMINANCE_STEPS = [
	...[16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55],
	...[14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62],
	...[18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92],
	...[49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99],
];

/** Table K.2 in row order: steps of colour; its right and lower parts are all 99. */
const CHROMINANCE_STEPS = Array.from({ length: 64 }, (_, i) => {
	const known = [
		[17, 18, 24, 47],
		[18, 21, 26, 66],
		[24, 26, 56, 99],
		[47, 66, 99, 99],
	];
	return known[i >> 3]?.[i & 7] ?? 99;
});

/** The quantisation steps of brightness and colour for a quality of 1–100, by the rule of the IJG's library. */
export function quantisationSteps(quality: number): [luminance: number[], chrominance: number[]] {
	const percent = quality < 50 ? 5000 / quality : 200 - quality * 2;
	const scaled = (steps: number[]): number[] =>
		steps.map((step) => Math.min(Math.max(Math.floor((step * percent + 50) / 100), 1), 255));
	return [scaled(LUMINANCE_STEPS), scaled(CHROMINANCE_STEPS)];
}

/** A Huffman table as a file holds it: 16 counts of codes by length, then the symbols. */
type HuffmanSpec = Uint8Array;

const fromHex = (...parts: string[]): HuffmanSpec =>
	Uint8Array.from(Buffer.from(parts.join(''), 'hex'));

/** Tables K.3–K.6, as a file holds them. */
export const DC_LUMINANCE = fromHex('00010501010101010100000000000000', '000102030405060708090a0b');
export const DC_CHROMINANCE = fromHex(
	'00030101010101010101010000000000',
	'000102030405060708090a0b',
);
export const AC_LUMINANCE = fromHex(
	'0002010303020403050504040000017d',
	'01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728292a34353637',
	'38393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788898a92939495969798999aa2a3',
	'a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa',
);
export const AC_CHROMINANCE = fromHex(
	'00020102040403040705040400010277',
	'000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a262728292a3536',
	'3738393a434445464748494a535455565758595a636465666768696a737475767778797a82838485868788898a92939495969798999a',
	'a2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa',
);

/** The code of every symbol, and its length in bits: 0 for a symbol without a code. */
export interface HuffmanCodes {
	codes: Uint16Array;
	lengths: Uint8Array;
}

/** Codes follow from the counts alone (ISO/IEC 10918-1, C.2). */
export function buildCodes(spec: HuffmanSpec): HuffmanCodes {
	const codes = new Uint16Array(256);
	const lengths = new Uint8Array(256);
	let code = 0;
	let at = 16;
	for (let length = 1; length <= 16; length++, code <<= 1) {
		for (let i = 0; i < spec[length - 1]!; i++) {
			const symbol = spec[at++]!;
			codes[symbol] = code++;
			lengths[symbol] = length;
		}
	}
	return { codes, lengths };
}

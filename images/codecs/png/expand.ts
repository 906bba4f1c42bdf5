import type { PngParts } from './header';

/** Writes the pixels of an unfiltered row, RGBA, to `target` from `at` on, `step` bytes apart. */
export type ExpandRow = (
	row: Uint8Array,
	width: number,
	target: Uint8Array,
	at: number,
	step: number,
) => void;

/** Makes the function that turns rows of a PNG's kind into RGBA; 16-bit samples keep their upper 8. */
export function rowExpander({ depth, colourType, palette, transparency }: PngParts): ExpandRow {
	const sample = depth < 8 ? bitSample(depth) : depth === 8 ? byteSample : wordSample;
	const scale = depth < 8 ? 255 / ((1 << depth) - 1) : 1;
	if (colourType === 3) return expandPalette(sample, palette ?? new Uint8Array(), transparency);
	const grey = colourType === 0 || colourType === 4;
	const alpha = colourType === 4 || colourType === 6;
	const colours = grey ? 1 : 3;
	const samples = colours + (alpha ? 1 : 0);
	const key = alpha ? undefined : transparentKey(transparency, colours, depth);
	return (row, width, target, at, step) => {
		for (let x = 0, out = at; x < width; x++, out += step) {
			const first = x * samples;
			const red = sample(row, first);
			const green = grey ? red : sample(row, first + 1);
			const blue = grey ? red : sample(row, first + 2);
			target[out] = red * scale;
			target[out + 1] = green * scale;
			target[out + 2] = blue * scale;
			target[out + 3] = alpha ? sample(row, first + colours) : 255;
			if (key && matchesKey(row, first, key, depth)) target[out + 3] = 0;
		}
	};
}

type Sample = (row: Uint8Array, index: number) => number;

const byteSample: Sample = (row, index) => row[index]!;
const wordSample: Sample = (row, index) => row[index * 2]!;
const bitSample = (depth: number): Sample => {
	const perByte = 8 / depth;
	const mask = (1 << depth) - 1;
	return (row, index) =>
		(row[Math.floor(index / perByte)]! >> (8 - depth - (index % perByte) * depth)) & mask;
};

function expandPalette(
	sample: Sample,
	palette: Uint8Array,
	transparency: Uint8Array = new Uint8Array(),
): ExpandRow {
	return (row, width, target, at, step) => {
		for (let x = 0, out = at; x < width; x++, out += step) {
			const index = sample(row, x);
			target[out] = palette[index * 3] ?? 0;
			target[out + 1] = palette[index * 3 + 1] ?? 0;
			target[out + 2] = palette[index * 3 + 2] ?? 0;
			target[out + 3] = transparency[index] ?? 255;
		}
	};
}

/** The one colour that a tRNS chunk declares transparent, as samples of the file's depth. */
function transparentKey(
	transparency: Uint8Array | undefined,
	colours: number,
	depth: number,
): number[] | undefined {
	if (!transparency || transparency.length < colours * 2) return undefined;
	const mask = depth === 16 ? 0xffff : (1 << depth) - 1;
	return Array.from(
		{ length: colours },
		(_, i) => ((transparency[i * 2]! << 8) | transparency[i * 2 + 1]!) & mask,
	);
}

function matchesKey(row: Uint8Array, first: number, key: number[], depth: number): boolean {
	const sample = depth === 16 ? exactWord : depth === 8 ? byteSample : bitSample(depth);
	return key.every((value, i) => sample(row, first + i) === value);
}

const exactWord: Sample = (row, index) => (row[index * 2]! << 8) | row[index * 2 + 1]!;

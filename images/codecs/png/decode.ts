import { blankBitmap, type Bitmap } from '../bitmap';
import type { Pace } from '../pace';
import { Inflated } from '../zlib';
import { rowExpander } from './expand';
import { unfilter } from './filter';
import { readPngParts, SAMPLES, type PngParts } from './header';

/** One of the pictures that a PNG's rows make up: the whole, or every so many-th pixel. */
interface Pass {
	x: number;
	y: number;
	stepX: number;
	stepY: number;
}

const WHOLE: readonly Pass[] = [{ x: 0, y: 0, stepX: 1, stepY: 1 }];

/** Adam7 (ISO/IEC 15948, 8.2). */
const ADAM7: readonly Pass[] = [
	{ x: 0, y: 0, stepX: 8, stepY: 8 },
	{ x: 4, y: 0, stepX: 8, stepY: 8 },
	{ x: 0, y: 4, stepX: 4, stepY: 8 },
	{ x: 2, y: 0, stepX: 4, stepY: 4 },
	{ x: 0, y: 2, stepX: 2, stepY: 4 },
	{ x: 1, y: 0, stepX: 2, stepY: 2 },
	{ x: 0, y: 1, stepX: 1, stepY: 2 },
];

/** Decodes a PNG of any kind, with pauses. @throws {PictureError} when it is damaged */
export async function decodePng(bytes: Uint8Array, pace: Pace): Promise<Bitmap> {
	const parts = readPngParts(bytes);
	const bitmap = blankBitmap(parts.width, parts.height);
	const inflated = new Inflated(parts.data);
	try {
		for (const pass of parts.interlaced ? ADAM7 : WHOLE)
			await decodePass(parts, pass, inflated, bitmap, pace);
	} finally {
		await inflated.close();
	}
	return bitmap;
}

async function decodePass(
	parts: PngParts,
	pass: Pass,
	inflated: Inflated,
	bitmap: Bitmap,
	pace: Pace,
): Promise<void> {
	const columns = Math.ceil((parts.width - pass.x) / pass.stepX);
	if (columns <= 0) return;
	const bits = parts.depth * (SAMPLES[parts.colourType] ?? 4);
	const length = Math.ceil((columns * bits) / 8);
	const expand = rowExpander(parts);
	let above: Uint8Array | undefined;
	for (let y = pass.y; y < parts.height; y += pass.stepY) {
		const filtered = await inflated.read(length + 1);
		const row = filtered.subarray(1);
		unfilter(filtered[0] ?? 0, row, above, Math.max(1, bits >> 3));
		const start = (y * parts.width + pass.x) * 4;
		expand(row, columns, bitmap.data, start, pass.stepX * 4);
		above = row;
		await pace();
	}
}

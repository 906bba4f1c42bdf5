import { layOut, ROW_DC_SPEC, splitRows } from './rows';
import type { SequentialJpeg } from './segments';

/** A part of a picture as a JPEG of its own. `skip` of its rows of pixels, from the top, belong to its neighbour. */
export interface Strip {
	jpeg: Uint8Array;
	/** First row of pixels in the whole picture, and how many. */
	top: number;
	height: number;
	skip: number;
	codedHeight: number;
}

/** Pixels that take some milliseconds to decode. */
const STRIP_PIXELS = 400_000;

/**
 * Cuts a JPEG into strips that decode to exactly the pixels of the whole, so that decoding can pause in between.
 * Decoders blend colour across rows, so each strip brings a row of MCUs of its neighbours along.
 * Yields undefined after each row that doesn't complete a strip: a good moment to pause.
 */
export function* cutIntoStrips(
	bytes: Uint8Array,
	jpeg: SequentialJpeg,
): Generator<Strip | undefined> {
	const layout = layOut(jpeg);
	const { rowHeight, rowCount, mcusPerRow } = layout;
	const pixels = (row: number): number => Math.min(row * rowHeight, jpeg.height);
	const perStrip = Math.max(1, Math.round(STRIP_PIXELS / (jpeg.width * rowHeight)));
	const margin = rowHeight > 8 ? 1 : 0;
	const rows: Uint8Array[] = [];
	let first = 0;
	for (const row of splitRows(bytes, jpeg, layout)) {
		rows.push(row);
		while (first < rowCount) {
			const last = Math.min(first + perStrip, rowCount);
			const end = Math.min(last + margin, rowCount);
			if (rows.length < end) break;
			const start = Math.max(first - margin, 0);
			const codedHeight = pixels(end) - pixels(start);
			yield {
				jpeg: assemble(jpeg, rows.slice(start, end), codedHeight, mcusPerRow),
				top: pixels(first),
				height: pixels(last) - pixels(first),
				skip: pixels(first) - pixels(start),
				codedHeight,
			};
			first = last;
		}
		yield undefined;
	}
}

/** Each row becomes a restart interval, since it was written to be decoded by itself. */
function assemble(
	jpeg: SequentialJpeg,
	rows: Uint8Array[],
	height: number,
	mcusPerRow: number,
): Uint8Array {
	const frame = Uint8Array.from(jpeg.frameSegment);
	frame.set([height >> 8, height & 0xff], 5);
	const tables = [...new Set(jpeg.scan.map(({ dc }) => dc))];
	const dcLength = 2 + tables.length * (1 + ROW_DC_SPEC.length);
	return Buffer.concat([
		Uint8Array.of(0xff, 0xd8),
		...jpeg.shared,
		Uint8Array.of(0xff, 0xc4, dcLength >> 8, dcLength & 0xff),
		...tables.flatMap((id) => [Uint8Array.of(id), ROW_DC_SPEC]),
		Uint8Array.of(0xff, 0xdd, 0, 4, mcusPerRow >> 8, mcusPerRow & 0xff),
		frame,
		jpeg.scanSegment,
		...rows.flatMap((row, i) =>
			i === 0 ? [row] : [Uint8Array.of(0xff, 0xd0 + ((i - 1) & 7)), row],
		),
		Uint8Array.of(0xff, 0xd9),
	]);
}

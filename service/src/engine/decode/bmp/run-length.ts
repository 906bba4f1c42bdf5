import type { BmpHeader } from './header';
import { coloured } from './indexed';

/** The index at a place in a run of literals or a repeated byte: whole bytes, or high half first. */
const PICK: Record<'rle8' | 'rle4', (byte: (at: number) => number, place: number) => number> = {
	rle8: (byte, place) => byte(place),
	rle4: (byte, place) => (byte(place >> 1) >> (place % 2 === 0 ? 4 : 0)) & 15,
};

const END_OF_LINE = 0;
const END_OF_IMAGE = 1;
const DELTA = 2;

/**
 * RGB rows, in file order, of a run-length encoded image. Pixels that are jumped over have index 0; those beyond the
 * end of their row are not looked at.
 * @throws {Error} when it breaks off, or has more runs than an encoder could need for its pixels
 */
export function runLengthRows(image: Buffer, header: BmpHeader): Uint8Array {
	const { width, height, offset, palette } = header;
	const encoding = header.encoding === 'rle4' ? 'rle4' : 'rle8';
	const pick = PICK[encoding];
	const indices = new Uint8Array(width * height);
	let at = offset;
	let x = 0;
	let y = 0;
	const put = (count: number, byte: (at: number) => number) => {
		const visible = Math.min(count, width - x);
		for (let i = 0; i < visible; i++) indices[y * width + x + i] = pick(byte, i);
		x += count;
	};
	// At the worst one for each pixel, one for the end of each line, and as many jumps.
	for (let left = 2 * (width + 1) * height; y < height; left--) {
		if (left === 0) throw new Error('more runs than pixels');
		const count = image.readUInt8(at);
		const value = image.readUInt8(at + 1);
		at += 2;
		if (count > 0) {
			put(count, () => value);
		} else if (value === END_OF_IMAGE) {
			break;
		} else if (value === END_OF_LINE) {
			x = 0;
			y++;
		} else if (value === DELTA) {
			x += image.readUInt8(at);
			y += image.readUInt8(at + 1);
			at += 2;
		} else {
			const start = at;
			const bytes = encoding === 'rle8' ? value : Math.ceil(value / 2);
			at += bytes + (bytes % 2);
			if (start + bytes > image.length) throw new Error('cut off');
			put(value, (place) => image[start + place]!);
		}
	}
	return coloured(indices, palette);
}

import { readBmpHeader } from './header';
import { indexedRows } from './indexed';
import { runLengthRows } from './run-length';
import { directRows } from './direct';
import type { Pixels, Size } from '../pixels';

/** The size in the header; throws when the header is not sound. */
export function readBmpSize(image: Buffer): Size {
	const { width, height } = readBmpHeader(image);
	return { width, height };
}

/** Puts rows that were stored from the bottom into reading order. */
function upright({ width, height, data }: Pixels): Pixels {
	const row = width * 3;
	const turned = new Uint8Array(data.length);
	for (let y = 0; y < height; y++)
		turned.set(data.subarray(y * row, (y + 1) * row), (height - 1 - y) * row);
	return { width, height, data: turned };
}

/**
 * Decodes a Windows or OS/2 bitmap: 1, 2, 4 and 8 bits with palette, run-length encoded or not, 16, 24
 * and 32 bits with or without masks, from the bottom or the top, all header versions.
 * Transparency is laid over white.
 * @throws {Error} when the file is cut off, contradicts itself, or wraps a JPEG or PNG
 */
export function decodeBmp(image: Buffer): Pixels {
	const header = readBmpHeader(image);
	const rows =
		header.bits > 8 ? directRows : header.encoding === 'rgb' ? indexedRows : runLengthRows;
	const { width, height } = header;
	const pixels = { width, height, data: rows(image, header) };
	return header.topDown ? pixels : upright(pixels);
}

import type { Bitmap } from '../bitmap';
import type { Pace } from '../pace';
import { deflate } from '../zlib';
import { crc32 } from './crc32';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Each row as the difference to the one above: the filter that made photos smallest for its cost. */
const FILTER_UP = 2;
const RGB = 2;
const RGBA = 6;
/** Rows are compressed in pieces of about this many bytes. */
const PIECE = 256 * 1024;

/** Encodes as PNG of 8 bits a sample, with an alpha channel only if a pixel needs it. */
export async function encodePng(bitmap: Bitmap, pace: Pace): Promise<Uint8Array> {
	const colourType = (await isOpaque(bitmap, pace)) ? RGB : RGBA;
	const header = Buffer.alloc(13);
	header.writeUInt32BE(bitmap.width, 0);
	header.writeUInt32BE(bitmap.height, 4);
	header.set([8, colourType], 8);
	const chunks = [SIGNATURE, ...chunk('IHDR', header)];
	for (const piece of await deflate(filteredRows(bitmap, colourType, pace))) {
		chunks.push(...chunk('IDAT', piece));
		await pace();
	}
	return Buffer.concat([...chunks, ...chunk('IEND', new Uint8Array())]);
}

async function isOpaque({ width, data }: Bitmap, pace: Pace): Promise<boolean> {
	const stride = width * 4;
	for (let row = 0; row < data.length; row += stride) {
		for (let i = row + 3; i < row + stride; i += 4) if (data[i] !== 255) return false;
		await pace();
	}
	return true;
}

async function* filteredRows(
	{ width, height, data }: Bitmap,
	colourType: number,
	pace: Pace,
): AsyncGenerator<Uint8Array> {
	const channels = colourType === RGB ? 3 : 4;
	const length = 1 + width * channels;
	const perPiece = Math.max(1, Math.floor(PIECE / length));
	for (let top = 0; top < height; top += perPiece) {
		const rows = Math.min(perPiece, height - top);
		const piece = new Uint8Array(rows * length);
		for (let y = 0; y < rows; y++)
			filterRow(data, (top + y) * width * 4, width, channels, piece, y * length);
		yield piece;
		await pace();
	}
}

function filterRow(
	data: Uint8Array,
	start: number,
	width: number,
	channels: number,
	target: Uint8Array,
	at: number,
): void {
	const stride = width * 4;
	target[at++] = FILTER_UP;
	for (let i = start; i < start + stride; i += 4)
		for (let c = i; c < i + channels; c++) target[at++] = data[c]! - (data[c - stride] ?? 0);
}

function chunk(type: string, body: Uint8Array): Uint8Array[] {
	const head = Buffer.alloc(8);
	head.writeUInt32BE(body.length);
	head.write(type, 4, 'latin1');
	const sum = Buffer.alloc(4);
	sum.writeUInt32BE(crc32(body, crc32(head.subarray(4))));
	return [head, body, sum];
}

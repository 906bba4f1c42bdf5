import { randomFillSync } from 'node:crypto';

const HEADER_BYTES = 54;
/** Where the first pixel is in a request body, which starts with `{"image":"`, in base64. */
const PIXEL_IN_BODY = '{"image":"'.length + (HEADER_BYTES / 3) * 4;

/**
 * A BMP of noise that has a number in its first pixel, so that an answer can be told by its image.
 *
 * @param side pixels, a multiple of 4; the file has 3 × side² + 54 bytes
 */
export function makeImage(side: number): Buffer {
	const bytes = Buffer.alloc(HEADER_BYTES + side * side * 3);
	bytes.write('BM', 0, 'latin1');
	bytes.writeUInt32LE(bytes.length, 2);
	bytes.writeUInt32LE(HEADER_BYTES, 10);
	bytes.writeUInt32LE(40, 14);
	bytes.writeInt32LE(side, 18);
	bytes.writeInt32LE(side, 22);
	bytes.writeUInt16LE(1, 26);
	bytes.writeUInt16LE(24, 28);
	randomFillSync(bytes, HEADER_BYTES);
	return bytes;
}

/** The same image with another number in its first pixel. */
export function numbered(image: Buffer, index: number): Buffer {
	const copy = Buffer.from(image);
	copy.writeUIntBE(index, HEADER_BYTES, 3);
	return copy;
}

/** @param body the start of a request body */
export const indexOfImage = (body: Buffer): number =>
	Buffer.from(body.toString('latin1', PIXEL_IN_BODY, PIXEL_IN_BODY + 4), 'base64').readUIntBE(0, 3);

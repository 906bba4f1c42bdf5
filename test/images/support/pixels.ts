import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bitmap } from '../../../images/codecs/bitmap';

export const fixture = (name: string): Buffer =>
	readFileSync(join(__dirname, '..', 'fixtures', name));

/** Work that never pauses. */
export const pace = async (): Promise<void> => undefined;
export const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function bitmap(
	width: number,
	height: number,
	pixel: (x: number, y: number) => number[],
): Bitmap {
	const data = new Uint8Array(width * height * 4);
	for (let i = 0; i < width * height; i++) data.set(pixel(i % width, Math.floor(i / width)), i * 4);
	return { width, height, data };
}

export const pixelAt = ({ width, data }: Bitmap, x: number, y: number): number[] => [
	...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];

/** Mean and largest difference of two pictures' samples. */
export function difference(a: Uint8Array, b: Uint8Array): { mean: number; max: number } {
	if (a.length !== b.length) return { mean: Infinity, max: Infinity };
	let [sum, max] = [0, 0];
	for (let i = 0; i < a.length; i++) {
		const step = Math.abs((a[i] ?? 0) - (b[i] ?? 0));
		sum += step;
		max = Math.max(max, step);
	}
	return { mean: sum / a.length, max };
}

/** The same picture, sample for sample; Jest's own comparison takes seconds for a photo. */
export function expectSame(picture: Bitmap, other: Bitmap): void {
	expect([picture.width, picture.height]).toEqual([other.width, other.height]);
	expect(Buffer.compare(picture.data, other.data)).toBe(0);
}

/** Puts an EXIF segment with an orientation into a JPEG that has none. */
export function withOrientation(jpeg: Uint8Array, exif: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from('Exif\0\0'), exif]);
	const head = Buffer.from([0xff, 0xe1, 0, body.length + 2]);
	return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)]);
}

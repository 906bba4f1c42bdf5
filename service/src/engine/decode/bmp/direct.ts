import type { BmpHeader } from './header';
import { strideOf } from './indexed';

/** Reads the bits under a mask as 0..255; `absent` when the mask is empty. */
function channel(mask: number, absent: number): (pixel: number) => number {
	if (mask === 0) return () => absent;
	const shift = 31 - Math.clz32(mask & -mask);
	const most = mask >>> shift;
	return (pixel) => Math.round((((pixel & mask) >>> shift) * 255) / most);
}

/** The pixels as stored, in file order. */
function storedPixels(image: Buffer, header: BmpHeader): Uint32Array {
	const { width, height, bits, offset } = header;
	const bytes = bits / 8;
	const stride = strideOf(header);
	const stored = new Uint32Array(width * height);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			stored[y * width + x] = image.readUIntLE(offset + y * stride + x * bytes, bytes);
	return stored;
}

function maskedRows(image: Buffer, header: BmpHeader): Uint8Array {
	const { red, green, blue, alpha } = header.masks;
	const stored = storedPixels(image, header);
	const channels = [channel(red, 0), channel(green, 0), channel(blue, 0)];
	// Many programs write an alpha mask and leave all alpha bytes zero: then there is no transparency.
	const transparent = stored.some((pixel) => (pixel & alpha) !== 0);
	const opacity = channel(transparent ? alpha : 0, 255);
	const data = new Uint8Array(stored.length * 3);
	let to = 0;
	for (const pixel of stored) {
		const visible = opacity(pixel) / 255;
		for (const value of channels)
			data[to++] = Math.round(value(pixel) * visible + 255 * (1 - visible));
	}
	return data;
}

function plainRows(image: Buffer, header: BmpHeader): Uint8Array {
	const { width, height, offset } = header;
	const stride = strideOf(header);
	const data = new Uint8Array(width * height * 3);
	let to = 0;
	for (let y = 0; y < height; y++)
		for (let x = 0, at = offset + y * stride; x < width; x++, at += 3) {
			data[to++] = image[at + 2]!;
			data[to++] = image[at + 1]!;
			data[to++] = image[at]!;
		}
	return data;
}

/** RGB rows, in file order, of an image with 16, 24 or 32 bits a pixel; alpha is laid over white. */
export function directRows(image: Buffer, header: BmpHeader): Uint8Array {
	const { bits, height, offset } = header;
	if (image.length < offset + strideOf(header) * height) throw new Error('cut off');
	return bits === 24 ? plainRows(image, header) : maskedRows(image, header);
}

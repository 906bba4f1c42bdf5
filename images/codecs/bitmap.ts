/** Decoded pixels: four bytes each (red, green, blue, alpha), rows from top to bottom without gaps. */
export interface Bitmap {
	width: number;
	height: number;
	data: Uint8Array;
}

export function blankBitmap(width: number, height: number): Bitmap {
	return { width, height, data: new Uint8Array(width * height * 4) };
}

/** One 32-bit word per pixel over the same memory. */
export function pixelWords({ data }: Bitmap): Uint32Array {
	return new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
}

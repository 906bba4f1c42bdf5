import { PictureError } from '../errors';

/** Decoded pixels: four bytes each (red, green, blue, alpha), rows from top to bottom without gaps. */
export interface Bitmap {
	width: number;
	height: number;
	data: Uint8Array;
}

/** @throws {PictureError} when there is not enough memory */
export function blankBitmap(width: number, height: number): Bitmap {
	try {
		return { width, height, data: new Uint8Array(width * height * 4) };
	} catch {
		return refuse(width, height);
	}
}

function refuse(width: number, height: number): never {
	throw new PictureError(
		`There is not enough memory for an image of ${width} × ${height} px.`,
		"Resize it with n8n's Edit Image node first, or draw fewer pictures at a time.",
	);
}

/** One 32-bit word per pixel over the same memory. */
export function pixelWords({ data }: Bitmap): Uint32Array {
	return new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
}

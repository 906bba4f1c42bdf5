import sharp from 'sharp';
import type { Pixels, Size } from '../decode/pixels';
import type { ModelInput } from './schema';

/** The two neighbours of each target pixel on one axis, as offsets into the data, and the weight of the second. */
function neighbours(from: number, to: number, step: number) {
	const near = new Int32Array(to);
	const far = new Int32Array(to);
	const weight = new Float64Array(to);
	for (let i = 0; i < to; i++) {
		const place = (i * from) / to;
		const pixel = Math.floor(place);
		near[i] = pixel * step;
		far[i] = Math.min(pixel + 1, from - 1) * step;
		weight[i] = place - pixel;
	}
	return { near, far, weight };
}

/**
 * Bilinear with pixel corners aligned at the top left, which is what the detector was trained with
 * and what TensorFlow.js does (`resizeBilinear` without `halfPixelCenters`): only the four nearest
 * pixels count, however much the picture shrinks.
 */
function resampleAsymmetric({ data, width, height }: Pixels, to: Size): Float32Array {
	const columns = neighbours(width, to.width, 3);
	const rows = neighbours(height, to.height, width * 3);
	const resized = new Float32Array(to.width * to.height * 3);
	let at = 0;
	for (let y = 0; y < to.height; y++) {
		const upper = rows.near[y]!;
		const lower = rows.far[y]!;
		const down = rows.weight[y]!;
		for (let x = 0; x < to.width; x++) {
			const left = columns.near[x]!;
			const right = columns.far[x]!;
			const across = columns.weight[x]!;
			for (let c = 0; c < 3; c++) {
				const a = data[upper + left + c]!;
				const b = data[lower + left + c]!;
				const top = a + (data[upper + right + c]! - a) * across;
				const bottom = b + (data[lower + right + c]! - b) * across;
				resized[at++] = top + (bottom - top) * down;
			}
		}
	}
	return resized;
}

/** RGB values 0..255 of the picture at another size, rows from the top. */
export async function resample(
	pixels: Pixels,
	to: Size,
	method: ModelInput['resample'],
): Promise<ArrayLike<number>> {
	if (method === 'asymmetric') return resampleAsymmetric(pixels, to);
	const { data, width, height } = pixels;
	return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: false })
		.resize(to.width, to.height, { fit: 'fill', kernel: method, fastShrinkOnLoad: false })
		.raw()
		.toBuffer();
}

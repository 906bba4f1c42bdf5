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

/** The values 0..255 of row `y` of a resized picture, RGB after RGB. They stand until the next row is asked for. */
export type Rows = (y: number) => ArrayLike<number>;

/**
 * Bilinear with pixel corners aligned at the top left, which is what the detector was trained with
 * and what TensorFlow.js does (`resizeBilinear` without `halfPixelCenters`): only the four nearest
 * pixels count, however much the picture shrinks.
 */
function resampleAsymmetric({ data, width, height }: Pixels, to: Size): Rows {
	const columns = neighbours(width, to.width, 3);
	const rows = neighbours(height, to.height, width * 3);
	const row = new Float32Array(to.width * 3);
	return (y) => {
		const upper = rows.near[y]!;
		const lower = rows.far[y]!;
		const down = rows.weight[y]!;
		let at = 0;
		for (let x = 0; x < to.width; x++) {
			const left = columns.near[x]!;
			const right = columns.far[x]!;
			const across = columns.weight[x]!;
			for (let c = 0; c < 3; c++) {
				const a = data[upper + left + c]!;
				const b = data[lower + left + c]!;
				const top = a + (data[upper + right + c]! - a) * across;
				const bottom = b + (data[lower + right + c]! - b) * across;
				row[at++] = top + (bottom - top) * down;
			}
		}
		return row;
	};
}

/** The picture at another size. */
export async function resample(
	pixels: Pixels,
	to: Size,
	method: ModelInput['resample'],
): Promise<Rows> {
	if (method === 'asymmetric') return resampleAsymmetric(pixels, to);
	const { data, width, height } = pixels;
	const resized = await sharp(data, {
		raw: { width, height, channels: 3 },
		limitInputPixels: false,
	})
		.resize(to.width, to.height, { fit: 'fill', kernel: method, fastShrinkOnLoad: false })
		.raw()
		.toBuffer();
	const step = to.width * 3;
	return (y) => resized.subarray(y * step, (y + 1) * step);
}

import { sameSize, type Pixels, type Size } from '../../decode/pixels';
import { resizeWithSharp, type Region } from '../../decode/sharp';
import type { ModelInput } from '../schema';

/** The two neighbours of each target pixel on one axis, as offsets into the data, and the weight of the second. */
function neighbours(start: number, length: number, to: number, step: number) {
	const near = new Int32Array(to);
	const far = new Int32Array(to);
	const weight = new Float64Array(to);
	for (let i = 0; i < to; i++) {
		const place = (i * length) / to;
		const pixel = Math.floor(place);
		near[i] = (start + pixel) * step;
		far[i] = (start + Math.min(pixel + 1, length - 1)) * step;
		weight[i] = place - pixel;
	}
	return { near, far, weight };
}

/** The values 0..255 of row `y` of a resized image, RGB after RGB. They stand until the next row is asked for. */
export type Rows = (y: number) => Uint8Array | Float32Array;

/**
 * Bilinear with pixel corners aligned at the top left, which is what the detector was trained with
 * and what TensorFlow.js does (`resizeBilinear` without `halfPixelCenters`): only the four nearest
 * pixels count, however much the image shrinks.
 */
function resampleAsymmetric({ data, width }: Pixels, part: Region, to: Size): Rows {
	const columns = neighbours(part.left, part.width, to.width, 3);
	const rows = neighbours(part.top, part.height, to.height, width * 3);
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

/** A part of an image as it is. */
function rowsOf({ data, width }: Pixels, part: Region): Rows {
	return (y) => {
		const start = ((part.top + y) * width + part.left) * 3;
		return data.subarray(start, start + part.width * 3);
	};
}

/** A part of an image at another size. */
export async function resample(
	pixels: Pixels,
	part: Region,
	to: Size,
	method: ModelInput['resample'],
): Promise<Rows> {
	if (sameSize(part, to)) return rowsOf(pixels, part);
	if (method === 'asymmetric') return resampleAsymmetric(pixels, part, to);
	return rowsOf(await resizeWithSharp(pixels, part, to, method), { left: 0, top: 0, ...to });
}

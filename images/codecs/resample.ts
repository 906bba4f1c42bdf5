import { blankBitmap, type Bitmap } from './bitmap';
import type { Pace } from './pace';

/** How much each of the source pixels from `first` on counts for one target pixel; the sum is 1. */
interface Share {
	first: number;
	weights: Float32Array;
}

/**
 * Scales an opaque picture down, each pixel being the mean of the area it covers: no moiré, no ringing.
 * Both sides must get smaller or stay.
 */
export async function scaleDown(
	source: Bitmap,
	width: number,
	height: number,
	pace: Pace,
): Promise<Bitmap> {
	const target = blankBitmap(width, height);
	const columns = shares(source.width, width);
	const rows = shares(source.height, height);
	const sums = new Float32Array(source.width * 3);
	for (let y = 0; y < height; y++) {
		addRows(source, rows[y]!, sums);
		for (let x = 0, out = y * width * 4; x < width; x++, out += 4) {
			const { first, weights } = columns[x]!;
			let [red, green, blue] = [0, 0, 0];
			for (let i = 0, at = first * 3; i < weights.length; i++, at += 3) {
				const weight = weights[i]!;
				red += sums[at]! * weight;
				green += sums[at + 1]! * weight;
				blue += sums[at + 2]! * weight;
			}
			target.data[out] = red + 0.5;
			target.data[out + 1] = green + 0.5;
			target.data[out + 2] = blue + 0.5;
			target.data[out + 3] = 255;
		}
		await pace();
	}
	return target;
}

/** The weighted sum of the source rows that one target row covers. */
function addRows({ width, data }: Bitmap, { first, weights }: Share, sums: Float32Array): void {
	sums.fill(0);
	for (let i = 0; i < weights.length; i++) {
		const weight = weights[i]!;
		const end = (first + i + 1) * width * 4;
		for (let at = (first + i) * width * 4, out = 0; at < end; at += 4, out += 3) {
			sums[out]! += data[at]! * weight;
			sums[out + 1]! += data[at + 1]! * weight;
			sums[out + 2]! += data[at + 2]! * weight;
		}
	}
}

function shares(from: number, to: number): Share[] {
	const step = from / to;
	return Array.from({ length: to }, (_, i) => {
		const [start, end] = [i * step, Math.min((i + 1) * step, from)];
		const first = Math.floor(start);
		const count = Math.max(1, Math.ceil(end - 1e-6) - first);
		const weights = Float32Array.from({ length: count }, (_unused, k) => {
			const pixel = first + k;
			return (Math.min(pixel + 1, end) - Math.max(pixel, start)) / step;
		});
		return { first, weights };
	});
}

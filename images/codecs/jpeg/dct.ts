/**
 * Forward discrete cosine transform of 8 × 8 values in place, after Arai, Agui and Nakajima (1988).
 * Results are scaled: divide by {@link DCT_SCALE}.
 */
export function forwardDct(block: Float32Array): void {
	for (let row = 0; row < 64; row += 8) transform(block, row, 1);
	for (let column = 0; column < 8; column++) transform(block, column, 8);
}

/** By how much the transform's results are too large, in row order. */
export const DCT_SCALE: Float64Array = Float64Array.from({ length: 64 }, (_, i) => {
	const scale = (k: number): number => (k === 0 ? 1 : Math.cos((k * Math.PI) / 16) * Math.SQRT2);
	return scale(i >> 3) * scale(i & 7) * 8;
});

const HALF = Math.SQRT1_2;
const SINE = Math.sin(Math.PI / 8);
const DIFFERENCE = Math.cos(Math.PI / 8) - SINE;
const SUM = Math.cos(Math.PI / 8) + SINE;

function transform(d: Float32Array, at: number, step: number): void {
	const [i1, i2, i3, i4] = [at + step, at + 2 * step, at + 3 * step, at + 4 * step];
	const [i5, i6, i7] = [at + 5 * step, at + 6 * step, at + 7 * step];
	const sum07 = d[at]! + d[i7]!;
	const diff07 = d[at]! - d[i7]!;
	const sum16 = d[i1]! + d[i6]!;
	const diff16 = d[i1]! - d[i6]!;
	const sum25 = d[i2]! + d[i5]!;
	const diff25 = d[i2]! - d[i5]!;
	const sum34 = d[i3]! + d[i4]!;
	const diff34 = d[i3]! - d[i4]!;

	const outer = sum07 + sum34;
	const inner = sum16 + sum25;
	const outerDiff = sum07 - sum34;
	const turned = (sum16 - sum25 + outerDiff) * HALF;
	d[at] = outer + inner;
	d[i4] = outer - inner;
	d[i2] = outerDiff + turned;
	d[i6] = outerDiff - turned;

	const a = diff34 + diff25;
	const b = (diff25 + diff16) * HALF;
	const c = diff16 + diff07;
	const shared = (a - c) * SINE;
	const low = DIFFERENCE * a + shared;
	const high = SUM * c + shared;
	const plus = diff07 + b;
	const minus = diff07 - b;
	d[i5] = minus + low;
	d[i3] = minus - low;
	d[i1] = plus + high;
	d[i7] = plus - high;
}

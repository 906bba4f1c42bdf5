/** Pure functions from a model's numbers to scores 0..1. */

const sigmoidOf = (value: number) => 1 / (1 + Math.exp(-value));

/** Scores that sum to 1. */
export function softmax(values: ArrayLike<number>): number[] {
	const all = Array.from(values);
	const most = all.reduce((a, b) => Math.max(a, b), -Infinity);
	const powers = all.map((value) => Math.exp(value - most));
	const sum = powers.reduce((a, b) => a + b, 0);
	return powers.map((power) => power / sum);
}

export const sigmoid = (values: ArrayLike<number>) => Array.from(values, sigmoidOf);

/** Cosine of the angle between two vectors of one length; 0 when either is zero. */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let product = 0;
	let lengthA = 0;
	let lengthB = 0;
	for (let i = 0; i < a.length; i++) {
		product += a[i]! * b[i]!;
		lengthA += a[i]! ** 2;
		lengthB += b[i]! ** 2;
	}
	return product / (Math.sqrt(lengthA * lengthB) || 1);
}

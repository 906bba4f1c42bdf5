/** Draws weights towards 0 where few examples speak for them; the offset is free. */
const RIDGE = 1;
const FOLDS = 6;

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Solves a small system of equations by elimination, the largest pivot first. */
function solve(matrix, right) {
	const rows = matrix.map((row, i) => [...row, right[i]]);
	for (let i = 0; i < rows.length; i++) {
		const pivots = rows.slice(i).map((row) => Math.abs(row[i]));
		const pivot = i + pivots.indexOf(Math.max(...pivots));
		[rows[i], rows[pivot]] = [rows[pivot], rows[i]];
		for (let j = i + 1; j < rows.length; j++) {
			const factor = rows[j][i] / rows[i][i];
			rows[j] = rows[j].map((value, k) => value - factor * rows[i][k]);
		}
	}
	const result = new Array(rows.length).fill(0);
	for (let i = rows.length - 1; i >= 0; i--)
		result[i] = (rows[i].at(-1) - dot(result, rows[i])) / rows[i][i];
	return result;
}

/**
 * Logistic regression by Newton's method.
 * @param {{ evidence: number[], right: boolean }[]} tags
 * @returns {number[]} the offset, then a weight for each kind of evidence
 */
export function logistic(tags) {
	const rows = tags.map(({ evidence }) => [1, ...evidence]);
	let weights = rows[0].map(() => 0);
	for (let step = 0; step < 50; step++) {
		const slope = weights.map((weight, i) => (i === 0 ? 0 : -RIDGE * weight));
		const curve = weights.map((_, i) => weights.map((__, j) => (i === j && i > 0 ? RIDGE : 0)));
		rows.forEach((row, at) => {
			const probability = sigmoid(dot(row, weights));
			const error = Number(tags[at].right) - probability;
			row.forEach((value, i) => {
				slope[i] += error * value;
				row.forEach((other, j) => {
					curve[i][j] += probability * (1 - probability) * value * other;
				});
			});
		});
		const change = solve(curve, slope);
		weights = weights.map((weight, i) => weight + change[i]);
		if (Math.max(...change.map(Math.abs)) < 1e-9) break;
	}
	return weights;
}

const confidenceOf = ([offset, ...weights], evidence) => sigmoid(offset + dot(weights, evidence));

/**
 * The confidence of each tag by weights that were fitted to the photos of other sources.
 * @param {{ evidence: number[], right: boolean, source: string }[]} tags
 */
export function unseenConfidences(tags) {
	const sources = [...new Set(tags.map(({ source }) => source))];
	const foldOf = ({ source }) => sources.indexOf(source) % FOLDS;
	const byFold = Array.from({ length: FOLDS }, (_, fold) =>
		logistic(tags.filter((tag) => foldOf(tag) !== fold)),
	);
	return tags.map((tag) => confidenceOf(byFold[foldOf(tag)], tag.evidence));
}

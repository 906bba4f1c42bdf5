export function dot(a, b) {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
	return sum;
}

/** The lower triangle of the rows' products, feature by feature, with `ridge` added to its diagonal. */
function featureProducts(rows, ridge) {
	const triangle = Array.from(rows[0], (_, i) => new Float64Array(i + 1));
	for (const row of rows)
		for (let i = 0; i < row.length; i++) {
			const value = row[i];
			const products = triangle[i];
			for (let j = 0; j <= i; j++) products[j] += value * row[j];
		}
	triangle.forEach((products, i) => {
		products[i] += ridge;
	});
	return triangle;
}

/** The Cholesky factor of a symmetric positive matrix, whose lower triangle it overwrites. */
function cholesky(triangle) {
	for (let i = 0; i < triangle.length; i++) {
		const row = triangle[i];
		for (let j = 0; j <= i; j++) {
			const other = triangle[j];
			let rest = row[j];
			for (let k = 0; k < j; k++) rest -= row[k] * other[k];
			row[j] = i === j ? Math.sqrt(rest) : rest / other[j];
		}
	}
	return triangle;
}

function solve(factor, right) {
	const result = Float64Array.from(right);
	for (let i = 0; i < result.length; i++) {
		for (let k = 0; k < i; k++) result[i] -= factor[i][k] * result[k];
		result[i] /= factor[i][i];
	}
	for (let i = result.length - 1; i >= 0; i--) {
		result[i] /= factor[i][i];
		for (let k = 0; k < i; k++) result[k] -= factor[i][k] * result[i];
	}
	return result;
}

/**
 * Ridge regression: one factorisation serves all words.
 * @param {Float64Array[]} rows normalised features of the examples
 * @returns {(targets: number[]) => { weights: Float64Array, bias: number }} fits one word's targets, 0 or 1
 */
export function ridgeOn(rows, ridge) {
	const factor = cholesky(featureProducts(rows, ridge));
	return (targets) => {
		const bias = targets.reduce((sum, target) => sum + target, 0) / targets.length;
		const right = new Float64Array(rows[0].length);
		rows.forEach((row, i) => {
			const rest = targets[i] - bias;
			for (let k = 0; k < right.length; k++) right[k] += rest * row[k];
		});
		return { weights: solve(factor, right), bias };
	};
}

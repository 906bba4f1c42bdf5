/** Inner products of all rows with all rows of another matrix. */
const products = (a, b) => a.map((row) => Float64Array.from(b, (other) => dot(row, other)));

export function dot(a, b) {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
	return sum;
}

/** The lower triangle of a symmetric positive matrix with `ridge` added to its diagonal. */
function cholesky(matrix, ridge) {
	const rows = [];
	for (let i = 0; i < matrix.length; i++) {
		const row = new Float64Array(i + 1);
		for (let j = 0; j <= i; j++) {
			const other = j === i ? row : rows[j];
			let rest = matrix[i][j] + (i === j ? ridge : 0);
			for (let k = 0; k < j; k++) rest -= row[k] * other[k];
			row[j] = i === j ? Math.sqrt(rest) : rest / other[j];
		}
		rows.push(row);
	}
	return rows;
}

function solve(triangle, right) {
	const result = Float64Array.from(right);
	for (let i = 0; i < result.length; i++) {
		for (let k = 0; k < i; k++) result[i] -= triangle[i][k] * result[k];
		result[i] /= triangle[i][i];
	}
	for (let i = result.length - 1; i >= 0; i--) {
		result[i] /= triangle[i][i];
		for (let k = 0; k < i; k++) result[k] -= triangle[i][k] * result[i];
	}
	return result;
}

/**
 * Ridge regression in its dual form, which is quick while there are fewer photos than features: one
 * factorisation serves all words.
 * @param {Float64Array[]} rows normalised features of the examples
 * @returns {(targets: number[]) => { weights: Float64Array, bias: number }} fits one word's targets, 0 or 1
 */
export function ridgeOn(rows, ridge) {
	const triangle = cholesky(products(rows, rows), ridge);
	return (targets) => {
		const bias = targets.reduce((sum, target) => sum + target, 0) / targets.length;
		const dual = solve(
			triangle,
			targets.map((target) => target - bias),
		);
		const weights = new Float64Array(rows[0].length);
		rows.forEach((row, i) => {
			for (let k = 0; k < weights.length; k++) weights[k] += dual[i] * row[k];
		});
		return { weights, bias };
	};
}

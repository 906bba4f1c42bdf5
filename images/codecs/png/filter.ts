/** Undoes the five filters of a PNG's row (ISO/IEC 15948, 9.2) in place. `pixel`: bytes a pixel, at least 1. */
export function unfilter(
	kind: number,
	row: Uint8Array,
	above: Uint8Array | undefined,
	pixel: number,
): void {
	const undo = UNDO[kind];
	if (undo) undo(row, above ?? new Uint8Array(row.length), pixel);
}

type Undo = (row: Uint8Array, above: Uint8Array, pixel: number) => void;

const UNDO: readonly (Undo | undefined)[] = [
	undefined,
	(row, _above, pixel) => {
		for (let i = pixel; i < row.length; i++) row[i] = row[i]! + row[i - pixel]!;
	},
	(row, above) => {
		for (let i = 0; i < row.length; i++) row[i] = row[i]! + above[i]!;
	},
	(row, above, pixel) => {
		for (let i = 0; i < row.length; i++)
			row[i] = row[i]! + (((i < pixel ? 0 : row[i - pixel]!) + above[i]!) >> 1);
	},
	(row, above, pixel) => {
		for (let i = 0; i < Math.min(pixel, row.length); i++) row[i] = row[i]! + above[i]!;
		for (let i = pixel; i < row.length; i++) {
			const [a, b, c] = [row[i - pixel]!, above[i]!, above[i - pixel]!];
			row[i] = row[i]! + paeth(a, b, c);
		}
	},
];

function paeth(a: number, b: number, c: number): number {
	const toA = Math.abs(b - c);
	const toB = Math.abs(a - c);
	const toC = Math.abs(a + b - 2 * c);
	return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
}

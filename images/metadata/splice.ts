/** Bytes that take the place of those from `start` up to `end`; with both the same, they are put in. */
export interface Edit {
	start: number;
	end: number;
	bytes: Uint8Array;
}

/** What is put in comes before what begins at the same place; sorting keeps the order of the rest. */
const inOrder = (edits: readonly Edit[]): Edit[] =>
	[...edits].sort((a, b) => a.start - b.start || a.end - b.end);

/** A copy of a file with edits that don't overlap; every other byte is as it was. */
export function splice(file: Uint8Array, edits: readonly Edit[]): Buffer {
	const pieces: Uint8Array[] = [];
	let at = 0;
	for (const { start, end, bytes } of inOrder(edits)) {
		pieces.push(file.subarray(at, start), bytes);
		at = end;
	}
	return Buffer.concat([...pieces, file.subarray(at)]);
}

/** Where a byte outside of all edits is after them. */
export const movedTo = (offset: number, edits: readonly Edit[]): number =>
	edits
		.filter(({ end }) => end <= offset)
		.reduce((moved, { start, end, bytes }) => moved + bytes.length - (end - start), offset);

export interface Size {
	width: number;
	height: number;
}

/** RGB, 8 bits a channel, rows from the top, no padding: `data.length === width × height × 3`. */
export interface Pixels extends Size {
	data: Uint8Array;
}

export const sameSize = (a: Size, b: Size) => a.width === b.width && a.height === b.height;

export interface Size {
	width: number;
	height: number;
}

/** RGB, 8 bits a channel, rows from the top, no padding: `data.length === width × height × 3`. */
export interface Pixels extends Size {
	data: Uint8Array;
}

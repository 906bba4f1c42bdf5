/** How much is measured. */
export interface Amount {
	/** Milliseconds that one measurement takes. */
	milliseconds: number;
	/** Requests over which memory is watched. */
	requests: number;
	/** After which that ends with fewer. */
	minutes: number;
}

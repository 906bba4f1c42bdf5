/** One line of the bench's table. */
export interface Row {
	what: string;
	/** As shown: a ratio, a share, a number with its unit. */
	value: string;
	/** Empty for a figure that is only there to compare with. */
	target: string;
	/** Undefined where there is no target. */
	met?: boolean;
}

export const median = (values: number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1
		? (sorted[middle] as number)
		: ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

export const atMost = (
	what: string,
	value: number,
	limit: number,
	show: (value: number) => string = times,
): Row => ({ what, value: show(value), target: `at most ${show(limit)}`, met: value <= limit });

export const atLeast = (
	what: string,
	value: number,
	limit: number,
	show: (value: number) => string = times,
): Row => ({ what, value: show(value), target: `at least ${show(limit)}`, met: value >= limit });

export const noneLost = (what: string, lost: number, total: number): Row => ({
	what,
	value: `${lost} of ${total}`,
	target: '0',
	met: lost === 0,
});

export const compare = (what: string, value: string): Row => ({ what, value, target: '' });

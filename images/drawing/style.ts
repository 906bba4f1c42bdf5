/** Sizes in pixels that fit a picture: lines and text grow with its sides. */
export interface Style {
	/** Size of text. */
	em: number;
	/** Width of a box's line, and of the halo on both its sides. */
	line: number;
	halo: number;
	/** Of labels. */
	labelHeight: number;
	padding: number;
	radius: number;
}

/** Of the mean side. */
const TEXT_SHARE = 0.024;
const [SMALLEST_TEXT, LARGEST_TEXT] = [10, 110];
/** Text takes no more of a side than this, so that a label fits a small picture. */
const SIDE_SHARE = 0.14;

export function styleFor(width: number, height: number): Style {
	const mean = Math.sqrt(width * height) * TEXT_SHARE;
	const wanted = Math.min(Math.max(mean, SMALLEST_TEXT), LARGEST_TEXT);
	const em = Math.max(6, Math.round(Math.min(wanted, Math.min(width, height) * SIDE_SHARE)));
	const line = Math.max(1, Math.round(em * 0.14));
	return {
		em,
		line,
		halo: Math.max(1, Math.round(line * 0.35)),
		labelHeight: Math.round(em * 1.42),
		padding: Math.max(2, Math.round(em * 0.36)),
		radius: em * 0.18,
	};
}

import type { Orientation } from '../formats/format';

/** A box as shares (0 to 1) of the image's sides, from its top left corner. */
export interface RelativeBox {
	left: number;
	top: number;
	width: number;
	height: number;
}

type Corner = [x: number, y: number];

/** Where a point of the upright image is in the image as it is stored. */
const STORED_POINTS: Readonly<Record<Orientation, (x: number, y: number) => Corner>> = {
	1: (x, y) => [x, y],
	2: (x, y) => [1 - x, y],
	3: (x, y) => [1 - x, 1 - y],
	4: (x, y) => [x, 1 - y],
	5: (x, y) => [y, x],
	6: (x, y) => [y, 1 - x],
	7: (x, y) => [1 - y, 1 - x],
	8: (x, y) => [1 - y, x],
};

/**
 * A box of the upright image in the image as it is stored: regions go with the pixels, so that they
 * hold whatever a program makes of the EXIF orientation (Metadata Working Group, 5.9).
 */
export function storedBox(box: RelativeBox, orientation: Orientation): RelativeBox {
	const stored = STORED_POINTS[orientation];
	const [ax, ay] = stored(box.left, box.top);
	const [bx, by] = stored(box.left + box.width, box.top + box.height);
	return {
		left: Math.min(ax, bx),
		top: Math.min(ay, by),
		width: Math.abs(bx - ax),
		height: Math.abs(by - ay),
	};
}

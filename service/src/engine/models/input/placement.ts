import type { Size } from '../../decode/pixels';
import type { Region } from '../../decode/sharp';
import type { BoundingBox } from '../../types';
import type { ModelInput } from '../schema';

/** Edges in pixels. */
export interface Edges {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** How an image lies in a model's input: `input = image × scale + offset` on each axis. */
export interface Placement {
	/** The part that the model sees, in the pixels at hand. */
	part: Region;
	/** Where in the input that part lies. */
	target: Region;
	scale: { x: number; y: number };
	offset: { x: number; y: number };
}

/** Input pixels for one pixel of an image, on each axis. */
function scaleOf({ width, height }: Size, input: ModelInput): { x: number; y: number } {
	const x = input.width / width;
	const y = input.height / height;
	switch (input.fit) {
		case 'stretch':
			return { x, y };
		case 'letterbox':
			return { x: Math.min(x, y), y: Math.min(x, y) };
		case 'crop': {
			const both = Math.max(x, y) / input.cropShare;
			return { x: both, y: both };
		}
	}
}

/** The least size of all of an image from which a model can be served without enlarging it; never more than the image's. */
export function sizeNeeded(image: Size, input: ModelInput): Size {
	const scale = scaleOf(image, input);
	return {
		width: Math.min(image.width, Math.max(1, Math.round(image.width * scale.x))),
		height: Math.min(image.height, Math.max(1, Math.round(image.height * scale.y))),
	};
}

/** One axis: the part that is seen of `pixels`, which show `length`, and where it lies in an input of `side`. */
function alongAxis(length: number, pixels: number, side: number, scale: number) {
	const seen = Math.min(pixels, Math.max(1, Math.round((side / scale / length) * pixels)));
	const start = Math.floor((pixels - seen) / 2);
	const size = Math.min(side, Math.max(1, Math.round(length * scale)));
	const at = Math.floor((side - size) / 2);
	const trueScale = size / ((seen / pixels) * length);
	return {
		start,
		seen,
		at,
		size,
		scale: trueScale,
		offset: at - (start / pixels) * length * trueScale,
	};
}

/**
 * Where an image comes to lie in the input.
 * @param image sides of the image as it came
 * @param pixels sides of the pixels at hand, which show all of it
 */
export function placementOf(image: Size, pixels: Size, input: ModelInput): Placement {
	const scale = scaleOf(image, input);
	const x = alongAxis(image.width, pixels.width, input.width, scale.x);
	const y = alongAxis(image.height, pixels.height, input.height, scale.y);
	return {
		part: { left: x.start, top: y.start, width: x.seen, height: y.seen },
		target: { left: x.at, top: y.at, width: x.size, height: y.size },
		scale: { x: x.scale, y: y.scale },
		offset: { x: x.offset, y: y.offset },
	};
}

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);

/** A box in input pixels as a box in the image's, cut at its edges; undefined when nothing is left. */
export function boxInImage(
	{ left, top, right, bottom }: Edges,
	{ scale, offset }: Placement,
	image: Size,
): BoundingBox | undefined {
	const x = (value: number) => clamp((value - offset.x) / scale.x, image.width);
	const y = (value: number) => clamp((value - offset.y) / scale.y, image.height);
	const box = { left: x(left), top: y(top), width: x(right) - x(left), height: y(bottom) - y(top) };
	return box.width > 0 && box.height > 0 ? box : undefined;
}

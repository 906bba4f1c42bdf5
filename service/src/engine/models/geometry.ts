import type { Size } from '../decode/pixels';
import type { BoundingBox } from '../types';
import type { ModelInput } from './schema';

/** Edges in pixels. */
export interface Edges {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** How a picture lies in a model's input: `input = picture × scale + offset` on each axis. */
export interface Placement {
	/** The whole resized picture, of which a crop shows only the middle. */
	resized: Size;
	scale: { x: number; y: number };
	offset: { x: number; y: number };
}

/** Where a picture of a given size comes to lie in the input. */
export function placementOf(picture: Size, { fit, width, height }: ModelInput): Placement {
	const ratios = { x: width / picture.width, y: height / picture.height };
	const common = { letterbox: Math.min, crop: Math.max, stretch: undefined }[fit];
	const ratio = common?.(ratios.x, ratios.y);
	const resized = {
		width: ratio ? Math.max(1, Math.round(picture.width * ratio)) : width,
		height: ratio ? Math.max(1, Math.round(picture.height * ratio)) : height,
	};
	return {
		resized,
		scale: { x: resized.width / picture.width, y: resized.height / picture.height },
		offset: {
			x: Math.floor((width - resized.width) / 2),
			y: Math.floor((height - resized.height) / 2),
		},
	};
}

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);

/** A box in input pixels as a box in the picture's, cut at its edges; undefined when nothing is left. */
export function boxInPicture(
	{ left, top, right, bottom }: Edges,
	{ scale, offset }: Placement,
	picture: Size,
): BoundingBox | undefined {
	const x = (value: number) => clamp((value - offset.x) / scale.x, picture.width);
	const y = (value: number) => clamp((value - offset.y) / scale.y, picture.height);
	const box = { left: x(left), top: y(top), width: x(right) - x(left), height: y(bottom) - y(top) };
	return box.width > 0 && box.height > 0 ? box : undefined;
}

/** Intersection over union, 0..1. */
export function overlapOf(a: BoundingBox, b: BoundingBox): number {
	const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
	const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
	if (width <= 0 || height <= 0) return 0;
	const shared = width * height;
	return shared / (a.width * a.height + b.width * b.height - shared);
}

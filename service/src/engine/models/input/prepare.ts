import { Tensor } from '../onnxruntime';
import { sameSize, type Pixels, type Size } from '../../decode/pixels';
import { placementOf, type Placement } from './placement';
import { resample } from './resample';
import type { ModelInput } from '../schema';

export interface Prepared {
	/** It stands until the next image is prepared. */
	tensor: Tensor;
	placement: Placement;
}

/** What a value of 0..255 becomes in each channel of the model's input: `value × factor + summand`. */
function normalisation({ type, scale, mean, std }: ModelInput) {
	return [0, 1, 2].map((c) =>
		type === 'uint8'
			? // An array of bytes cuts off what it stores; with half added, that is rounding.
				{ factor: 1, summand: 0.5 }
			: { factor: scale / std[c]!, summand: -mean[c]! / std[c]! },
	);
}

/** The model's input, to be filled again and again. */
function emptyTensor({ width, height, layout, type }: ModelInput) {
	const dims = layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3];
	const size = width * height * 3;
	if (type === 'uint8') {
		const values = new Uint8Array(size);
		return { values, tensor: new Tensor('uint8', values, dims) };
	}
	const values = new Float32Array(size);
	return { values, tensor: new Tensor('float32', values, dims) };
}

/**
 * Resizes, places and normalises an image as the model's description asks: its pixels, which show all of it at any
 * scale, and the sides that it came with.
 */
export type Prepare = (pixels: Pixels, image: Size) => Promise<Prepared>;

interface Channel {
	/** Of the input's first pixel. */
	first: number;
	/** Among red, green and blue. */
	source: number;
	factor: number;
	summand: number;
}

/** One channel of one row. A function of its own, since that is made fast where a loop in a function that waits is not. */
function fill(
	values: Float32Array | Uint8Array,
	at: number,
	step: number,
	rgb: ArrayLike<number>,
	end: number,
	{ first, source, factor, summand }: Channel,
): void {
	for (let from = source, to = first + at; from < end; from += 3, to += step)
		values[to] = rgb[from]! * factor + summand;
}

/**
 * The preparation for one model. All images get the same tensor, one after the other: megabytes less for the garbage
 * collector with each.
 */
export function preparation(input: ModelInput): Prepare {
	const { values, tensor } = emptyTensor(input);
	const { width, height, layout, padding } = input;
	const area = width * height;
	const [pixelStep, channelStep] = layout === 'NCHW' ? [1, area] : [3, 1];
	const channels = normalisation(input).map((rule, c) => ({
		...rule,
		first: c * channelStep,
		source: input.channels === 'RGB' ? c : 2 - c,
	}));
	return async (pixels, image) => {
		const placement = placementOf(image, pixels, input);
		const { part, target } = placement;
		const row = await resample(pixels, part, target, input.resample);
		if (!sameSize(target, input))
			for (const { first, factor, summand } of channels)
				for (let i = 0; i < area; i++) values[first + i * pixelStep] = padding * factor + summand;
		const end = target.width * 3;
		for (let y = 0; y < target.height; y++) {
			const rgb = row(y);
			const at = ((target.top + y) * width + target.left) * pixelStep;
			for (const channel of channels) fill(values, at, pixelStep, rgb, end, channel);
		}
		return { tensor, placement };
	};
}

import { Tensor } from './onnxruntime';
import type { Pixels } from '../decode/pixels';
import { placementOf, type Placement } from './geometry';
import { resample } from './resample';
import type { ModelInput } from './schema';

export interface Prepared {
	/** It stands until the next picture is prepared. */
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

/** Resizes, places and normalises a picture as the model's description asks. */
export type Prepare = (pixels: Pixels) => Promise<Prepared>;

/**
 * The preparation for one model. All pictures get the same tensor, one after the other: megabytes less for the garbage
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
	return async (pixels) => {
		const placement = placementOf(pixels, input);
		const { resized, offset } = placement;
		const row = await resample(pixels, resized, input.resample);
		const [top, left] = [Math.max(0, offset.y), Math.max(0, offset.x)];
		const bottom = Math.min(height, offset.y + resized.height);
		const right = Math.min(width, offset.x + resized.width);
		if (bottom - top < height || right - left < width)
			for (const { first, factor, summand } of channels)
				for (let i = 0; i < area; i++) values[first + i * pixelStep] = padding * factor + summand;
		for (let y = top; y < bottom; y++) {
			const rgb = row(y - offset.y);
			for (const { first, source, factor, summand } of channels) {
				let from = (left - offset.x) * 3 + source;
				let to = first + (y * width + left) * pixelStep;
				for (let x = left; x < right; x++, from += 3, to += pixelStep)
					values[to] = rgb[from]! * factor + summand;
			}
		}
		return { tensor, placement };
	};
}

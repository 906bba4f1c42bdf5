import { Tensor } from 'onnxruntime-node';
import type { Pixels } from '../decode/pixels';
import { placementOf, type Placement } from './geometry';
import { resample } from './resample';
import type { ModelInput } from './schema';

export interface Prepared {
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

/** Resizes, places and normalises a picture as the model's description asks. */
export async function prepare(pixels: Pixels, input: ModelInput): Promise<Prepared> {
	const placement = placementOf(pixels, input);
	const rgb = await resample(pixels, placement.resized, input.resample);
	const { width, height, layout, type, padding } = input;
	const { resized, offset } = placement;
	const area = width * height;
	const values = type === 'uint8' ? new Uint8Array(area * 3) : new Float32Array(area * 3);
	const [pixelStep, channelStep] = layout === 'NCHW' ? [1, area] : [3, 1];
	const [top, left] = [Math.max(0, offset.y), Math.max(0, offset.x)];
	const bottom = Math.min(height, offset.y + resized.height);
	const right = Math.min(width, offset.x + resized.width);
	const padded = bottom - top < height || right - left < width;
	for (const [c, { factor, summand }] of normalisation(input).entries()) {
		const first = c * channelStep;
		for (let i = 0; padded && i < area; i++)
			values[first + i * pixelStep] = padding * factor + summand;
		const source = input.channels === 'RGB' ? c : 2 - c;
		for (let y = top; y < bottom; y++) {
			let from = ((y - offset.y) * resized.width + left - offset.x) * 3 + source;
			let to = first + (y * width + left) * pixelStep;
			for (let x = left; x < right; x++, from += 3, to += pixelStep)
				values[to] = rgb[from]! * factor + summand;
		}
	}
	const dims = layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3];
	const tensor =
		values instanceof Uint8Array
			? new Tensor('uint8', values, dims)
			: new Tensor('float32', values, dims);
	return { tensor, placement };
}

import { Tensor } from 'onnxruntime-node';
import type { Pixels } from '../decode/pixels';
import { placementOf, type Placement } from './geometry';
import { resample } from './resample';
import type { ModelInput } from './schema';

export interface Prepared {
	tensor: Tensor;
	placement: Placement;
}

/** Where in the resized picture (pixel index) each input pixel comes from; −1 for padding. */
function sources({ width, height }: ModelInput, { resized, offset }: Placement): Int32Array {
	const from = new Int32Array(width * height).fill(-1);
	for (let y = 0; y < height; y++) {
		const row = y - offset.y;
		if (row < 0 || row >= resized.height) continue;
		for (let x = 0; x < width; x++) {
			const column = x - offset.x;
			if (column >= 0 && column < resized.width) from[y * width + x] = row * resized.width + column;
		}
	}
	return from;
}

/** Resizes, places and normalises a picture as the model's description asks. */
export async function prepare(pixels: Pixels, input: ModelInput): Promise<Prepared> {
	const placement = placementOf(pixels, input);
	const rgb = await resample(pixels, placement.resized, input.resample);
	const { width, height, layout, type, scale, mean, std, padding } = input;
	const area = width * height;
	const from = sources(input, placement);
	const values = type === 'uint8' ? new Uint8Array(area * 3) : new Float32Array(area * 3);
	const [pixelStep, channelStep] = layout === 'NCHW' ? [1, area] : [3, 1];
	for (let c = 0; c < 3; c++) {
		const source = input.channels === 'RGB' ? c : 2 - c;
		const less = mean[c]!;
		const per = std[c]!;
		for (let i = 0; i < area; i++) {
			const at = from[i]!;
			const value = at < 0 ? padding : rgb[at * 3 + source]!;
			values[i * pixelStep + c * channelStep] =
				type === 'uint8' ? Math.round(value) : (value * scale - less) / per;
		}
	}
	const dims = layout === 'NCHW' ? [1, 3, height, width] : [1, height, width, 3];
	const tensor =
		values instanceof Uint8Array
			? new Tensor('uint8', values, dims)
			: new Tensor('float32', values, dims);
	return { tensor, placement };
}

import { decodePicture } from '../decode';
import type { Pixels, Size } from '../decode/pixels';
import { EngineError } from '../errors';
import { colourFindings } from '../findings/colours';
import { combine } from '../findings/combine';
import type { LoadedModel } from '../models/load';
import { readFindings, type Seen } from '../models/read';
import type { TaggedPicture } from '../types';

async function look(model: LoadedModel, pixels: Pixels): Promise<Seen[]> {
	const { description, session } = model;
	const { tensor, placement } = await model.prepare(pixels);
	try {
		const outputs = await session.run({ [description.input.name]: tensor });
		return readFindings(description, outputs, placement, pixels);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new EngineError('modelFailed', `The model ${description.name} failed: ${why}`);
	}
}

/** Runs every model once on a grey picture, so that the first real one isn't slow. */
export async function warmUp(models: LoadedModel[]): Promise<void> {
	const side = 64;
	const pixels = { width: side, height: side, data: new Uint8Array(side * side * 3).fill(128) };
	for (const model of models) await look(model, pixels);
}

/** Pixels that are decoded in well under a tenth of a second. */
const QUICK_PIXELS = 4_000_000;

/**
 * Decodes one picture and lets every model look at it. The models take one picture at a time.
 * @param onBounded is called once it is known that the picture takes no longer than others: its header says that
 *   it is not large, or it is decoded and only the last model is left to look
 * @throws {EngineError} of any kind but `busy` and `closed`
 */
export async function tagPicture(
	models: LoadedModel[],
	image: Buffer,
	onBounded?: () => void,
): Promise<TaggedPicture> {
	const start = performance.now();
	const isQuick = ({ width, height }: Size) =>
		models.length === 1 && width * height <= QUICK_PIXELS;
	let told = false;
	const tell = () => {
		if (!told) onBounded?.();
		told = true;
	};
	const { format, pixels } = await decodePicture(image, (size) => isQuick(size) && tell());
	const decoded = performance.now();
	const seen: Seen[] = [];
	for (const model of models) {
		if (model === models.at(-1)) tell();
		seen.push(...(await look(model, pixels)));
	}
	const findings = combine(seen, colourFindings(pixels));
	const { width, height } = pixels;
	const timings = { decodeMs: decoded - start, modelMs: performance.now() - decoded };
	return { width, height, format, findings, timings };
}

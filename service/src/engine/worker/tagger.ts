import { decodeImage } from '../decode';
import type { Size } from '../decode/pixels';
import { EngineError } from '../errors';
import { judge } from '../findings';
import { sizeNeeded } from '../models/input/placement';
import type { Prepare, Prepared } from '../models/input/prepare';
import type { LoadedModel } from '../models/load';
import { readView, type View } from '../models/output/read';
import type { TaggedImage } from '../types';
import type { Views } from '../views';

type Seeable = Pick<Views, 'pixels' | 'size'>;

async function look(model: LoadedModel, prepared: Prepared, size: Size): Promise<View> {
	const { description, session } = model;
	const { tensor, placement } = prepared;
	try {
		const outputs = await session.run({ [description.input.name]: tensor }, model.outputs);
		return readView(description, outputs, placement, size);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new EngineError('modelFailed', `The model ${description.name} failed: ${why}`);
	}
}

/** The views of all models, one after the other, as one. */
async function lookWith(
	models: LoadedModel[],
	image: Seeable,
	onLast?: () => void,
): Promise<Views> {
	const { pixels, size } = image;
	let views: Views = { pixels, size, detections: [], own: [] };
	const known = new Map<Prepare, Prepared>();
	for (const model of models) {
		if (model === models.at(-1)) onLast?.();
		const prepared = known.get(model.prepare) ?? (await model.prepare(pixels, size));
		known.set(model.prepare, prepared);
		const view = await look(model, prepared, size);
		views = { ...views, ...view, own: [...views.own, ...(view.own ?? [])] };
	}
	return views;
}

/** Runs every model once on a grey image, so that the first real one isn't slow. */
export async function warmUp(models: LoadedModel[]): Promise<void> {
	const side = 64;
	const size = { width: side, height: side };
	const pixels = { ...size, data: new Uint8Array(side * side * 3).fill(128) };
	await lookWith(models, { pixels, size });
}

/** The size at which an image is decoded: enough for all models, and no finer. */
function wantedBy(models: LoadedModel[]): (size: Size) => Size {
	return (size) => {
		const needed = models.map(({ description }) => sizeNeeded(size, description.input));
		return {
			width: Math.max(...needed.map(({ width }) => width)),
			height: Math.max(...needed.map(({ height }) => height)),
		};
	};
}

/** Pixels that are decoded in well under a tenth of a second. */
const QUICK_PIXELS = 4_000_000;
/** As many as the service has by itself, whose time is known. */
const QUICK_MODELS = 2;

/**
 * Decodes one image and lets every model look at it. The models take one image at a time.
 * @param onBounded is called once it is known that the image takes no longer than others: its header says that
 *   it is not large, or it is decoded and only the last model is left to look
 * @throws {EngineError} of any kind but `busy` and `closed`
 */
export async function viewsOf(models: LoadedModel[], image: Buffer, onBounded?: () => void) {
	const start = performance.now();
	const wanted = wantedBy(models);
	let told = false;
	const tell = () => {
		if (!told) onBounded?.();
		told = true;
	};
	const decoded = await decodeImage(image, (size) => {
		if (models.length <= QUICK_MODELS && size.width * size.height <= QUICK_PIXELS) tell();
		return wanted(size);
	});
	const decodeMs = performance.now() - start;
	const views = await lookWith(models, decoded, tell);
	return { format: decoded.format, decodeMs, views };
}

/** Tags one image; takes and throws what `viewsOf` does. */
export async function tagImage(
	models: LoadedModel[],
	image: Buffer,
	onBounded?: () => void,
): Promise<TaggedImage> {
	const start = performance.now();
	const { format, decodeMs, views } = await viewsOf(models, image, onBounded);
	const findings = judge(views);
	const timings = { decodeMs, modelMs: performance.now() - start - decodeMs };
	const names = models.map(({ info: { name, version } }) => ({ name, version }));
	return { ...views.size, format, findings, timings, models: names };
}

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EngineError } from '../errors';
import type { Inference, ModelInfo } from '../types';
import { checkAgainstSession, outputNames } from './check';
import { DESCRIPTION, modelError, readDescription } from './description';
import { checkManifest, sha256Of } from './files';
import { preparation, type Prepare } from './input/prepare';
import type { InferenceSession } from './onnxruntime';
import type { ModelDescription } from './schema';
import { openSession } from './session';

export interface LoadedModel {
	info: ModelInfo;
	description: ModelDescription;
	session: InferenceSession;
	prepare: Prepare;
	/** Names of the outputs that are read. */
	outputs: string[];
}

/** Digits of a file's SHA-256 that stand for a version. */
const VERSION_DIGITS = 12;

/**
 * Loads a model folder: description, labels and the ONNX file, checked against each other.
 * @throws {EngineError} `modelFailed` with one sentence
 */
export async function loadModel(
	folder: string,
	inference: Partial<Inference> = {},
): Promise<LoadedModel> {
	const hashes = checkManifest(folder);
	const description = readDescription(folder);
	const { file } = description;
	if (basename(file) !== file) throw modelError(folder, 'file must name a file beside model.json');
	const path = join(folder, file);
	if (!existsSync(path)) throw modelError(folder, `${file} is not there`);
	const session = await openSession(path, inference, (why) =>
		modelError(folder, `${file} can't be loaded (${why})`),
	);
	const problem = checkAgainstSession(description, session);
	if (problem) throw modelError(folder, `in ${DESCRIPTION}, ${problem}`);
	return {
		info: infoOf(description, hashes[file] ?? sha256Of(path), inference),
		description,
		session,
		prepare: preparation(description.input),
		outputs: outputNames(description),
	};
}

/** What of a description is told of a model in use. */
function infoOf(
	model: ModelDescription,
	sha256: string,
	{ provider = 'cpu' }: Partial<Inference>,
): ModelInfo {
	const { name, version = sha256.slice(0, VERSION_DIGITS), task, licence, source } = model;
	const { width, height } = model.input;
	const classes = 'classes' in model ? model.classes : undefined;
	return {
		...{ name, version, task, sha256, provider },
		input: { width, height },
		...(classes && { classes }),
		...(model.labels && { labels: model.labels.filter((label) => label !== null).length }),
		...(licence && { licence }),
		...(source && { source }),
	};
}

/**
 * Loads the models that are to look at each image.
 * @throws {EngineError} `modelFailed` with one sentence, also when two models see with the same eyes
 */
export async function loadModels(
	folders: string[],
	inference: Partial<Inference> = {},
): Promise<LoadedModel[]> {
	const models = await Promise.all(folders.map((folder) => loadModel(folder, inference)));
	refuseSameClasses(models, folders);
	return withSharedPreparation(models);
}

/** Models that take the same input share its preparation. */
function withSharedPreparation(models: LoadedModel[]): LoadedModel[] {
	const known = new Map<string, Prepare>();
	return models.map((model) => {
		const key = JSON.stringify(model.description.input);
		const prepare = known.get(key) ?? model.prepare;
		known.set(key, prepare);
		return { ...model, prepare };
	});
}

function refuseSameClasses(models: LoadedModel[], folders: string[]): void {
	const known = new Map<string, string>();
	for (const [i, { description }] of models.entries()) {
		const classes = 'classes' in description ? description.classes : undefined;
		if (classes === undefined) continue;
		const other = known.get(classes);
		if (other !== undefined)
			throw new EngineError(
				'modelFailed',
				`The models in ${other} and ${folders[i]} both give the classes ${classes}: name only one of them.`,
			);
		known.set(classes, folders[i]!);
	}
}

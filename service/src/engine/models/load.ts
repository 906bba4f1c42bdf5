import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { InferenceSession } from './onnxruntime';
import { EngineError } from '../errors';
import { checkAgainstSession, outputNames } from './check';
import { preparation, type Prepare } from './input/prepare';
import { modelSchema, type ModelDescription } from './schema';

export interface LoadedModel {
	description: ModelDescription;
	session: InferenceSession;
	prepare: Prepare;
	/** Names of the outputs that are read. */
	outputs: string[];
}

const DESCRIPTION = 'model.json';

/** A sentence about a folder that can't be used. */
const modelError = (folder: string, what: string) =>
	new EngineError('modelFailed', `The model in ${folder} can't be used: ${what}.`);

function readJson(folder: string, name: string): unknown {
	const path = join(folder, name);
	try {
		return JSON.parse(readFileSync(path, 'utf8'));
	} catch (error) {
		const why = error instanceof SyntaxError ? 'is not JSON' : "can't be read";
		throw modelError(folder, `${name} ${why}`);
	}
}

/** Labels may stand in a file of their own beside model.json. */
function withLabels(folder: string, described: unknown): unknown {
	if (typeof described !== 'object' || described === null) return described;
	const { labels } = described as { labels?: unknown };
	if (typeof labels !== 'string') return described;
	if (basename(labels) !== labels)
		throw modelError(folder, 'labels must name a file beside model.json');
	return { ...described, labels: readJson(folder, labels) };
}

/**
 * Reads and checks a folder's model.json.
 * @throws {EngineError} `modelFailed`, with the path of the first wrong field
 */
function readDescription(folder: string): ModelDescription {
	const parsed = modelSchema.safeParse(withLabels(folder, readJson(folder, DESCRIPTION)));
	if (parsed.success) return parsed.data;
	const [issue] = parsed.error.issues;
	const unknown = issue?.code === 'unrecognized_keys' ? issue.keys : [];
	const path = [...(issue?.path ?? []), ...unknown.slice(0, 1)].join('.');
	const what = unknown.length > 0 ? 'no such field is known' : (issue?.message ?? 'wrong');
	throw modelError(folder, `in ${DESCRIPTION}${path && `, ${path}`}: ${what}`);
}

/**
 * Loads a model folder: description, labels and the ONNX file, checked against each other.
 * @throws {EngineError} `modelFailed` with one sentence
 */
export async function loadModel(folder: string): Promise<LoadedModel> {
	const description = readDescription(folder);
	const { file } = description;
	if (basename(file) !== file) throw modelError(folder, 'file must name a file beside model.json');
	let session: InferenceSession;
	try {
		session = await InferenceSession.create(join(folder, file), {
			graphOptimizationLevel: 'all',
			intraOpNumThreads: 1,
			interOpNumThreads: 1,
			logSeverityLevel: 3,
		});
	} catch (error) {
		const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
		throw modelError(folder, `${file} can't be loaded (${why})`);
	}
	const problem = checkAgainstSession(description, session);
	if (problem) throw modelError(folder, `in ${DESCRIPTION}, ${problem}`);
	return {
		description,
		session,
		prepare: preparation(description.input),
		outputs: outputNames(description),
	};
}

/**
 * Loads the models that are to look at each image.
 * @throws {EngineError} `modelFailed` with one sentence, also when two models see with the same eyes
 */
export async function loadModels(folders: string[]): Promise<LoadedModel[]> {
	const models = await Promise.all(folders.map(loadModel));
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
	return models;
}

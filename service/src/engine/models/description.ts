import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { EngineError } from '../errors';
import { modelSchema, type ModelDescription } from './schema';

export const DESCRIPTION = 'model.json';

/** A sentence about a folder that can't be used. */
export const modelError = (folder: string, what: string) =>
	new EngineError('modelFailed', `The model in ${folder} can't be used: ${what}.`);

export function readJson(folder: string, name: string): unknown {
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
	const { labels } = (described ?? {}) as { labels?: unknown };
	if (typeof labels !== 'string') return described;
	if (basename(labels) !== labels)
		throw modelError(folder, 'labels must name a file beside model.json');
	return { ...(described as object), labels: readJson(folder, labels) };
}

/**
 * Reads and checks a folder's model.json.
 * @throws {EngineError} `modelFailed`, with the path of the first wrong field
 */
export function readDescription(folder: string): ModelDescription {
	const parsed = modelSchema.safeParse(withLabels(folder, readJson(folder, DESCRIPTION)));
	if (parsed.success) return parsed.data;
	const issue = parsed.error.issues[0]!;
	const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
	const path = [...issue.path, ...unknown.slice(0, 1)].join('.');
	const what = unknown.length > 0 ? 'no such field is known' : issue.message;
	throw modelError(folder, `in ${DESCRIPTION}${path && `, ${path}`}: ${what}`);
}

import { readFileSync } from 'node:fs';
import {
	startEngine,
	type Engine,
	type EngineOptions,
	type TaggedImage,
} from '../../../src/engine';
import { BUILT_IN_MODEL } from './paths';

const started: Engine[] = [];

/** A warm engine with the built-in model and one worker, unless told otherwise. */
export async function warmEngine(options: Partial<EngineOptions> = {}): Promise<Engine> {
	const engine = coldEngine(options);
	await engine.ready;
	return engine;
}

/** An engine whose `ready` is still open. */
export function coldEngine(options: Partial<EngineOptions> = {}): Engine {
	const engine = startEngine({
		workers: 1,
		models: [BUILT_IN_MODEL],
		queueLimit: 100,
		taskTimeoutMs: 20_000,
		...options,
	});
	started.push(engine);
	return engine;
}

/** Closes what the tests of a file started. */
export async function closeEngines(): Promise<void> {
	await Promise.all(started.splice(0).map((engine) => engine.close()));
}

/** What doesn't change between two runs. */
export const lasting = ({ width, height, format, findings }: TaggedImage) => ({
	width,
	height,
	format,
	findings,
});

/** English labels of findings that score at least `threshold`, without the derived ones. */
export const seenLabels = ({ findings }: TaggedImage, threshold: number) =>
	findings
		.filter(({ score, derivedFrom }) => score >= threshold && derivedFrom === undefined)
		.map(({ label }) => label.en)
		.sort();

/** Process ids of this process's children (Linux). */
export function childProcesses(parent: number = process.pid): number[] {
	const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8');
	return children.split(' ').filter(Boolean).map(Number);
}

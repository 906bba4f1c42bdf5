import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What a run of the engine with a fault came to. */
export interface Tried {
	fault: string;
	/** n8n's setting of what happens on an error. */
	setting: string;
	itemsIn: number;
	/** Input items that came out, tagged or as an error; undefined where the run was to stop. */
	itemsOut?: number;
	/** Secrets in what n8n keeps of the run. */
	secrets: number;
	/** How the first failure reads; undefined where everything was tagged. */
	failure?: { code: string; reason: string; attempts: number };
}

/** The cases of a property that held. */
export interface Fuzzed {
	property: string;
	cases: number;
	seed: number;
}

/** Where test runs leave what `scripts/docs/reliability.mjs` makes the page of. */
const OUTPUT = join(__dirname, '../../../reliability-output');

export function writeRecord(path: string, rows: Array<Tried | Fuzzed>): void {
	const target = join(OUTPUT, `${path}.json`);
	mkdirSync(dirname(target), { recursive: true });
	writeFileSync(target, JSON.stringify(rows, null, '\t'));
}

/** The version of n8n's engine that a test file runs on. */
export function engineVersion(): string {
	const engine = createRequire(require.resolve('n8n-core'));
	return (engine('../package.json') as { version: string }).version;
}

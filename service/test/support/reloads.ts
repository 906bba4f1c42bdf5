import { renameSync, writeFileSync } from 'node:fs';
import type { RunningService } from './run-service';

export const reloaded = '"msg":"settings reloaded"';
export const refused = '"msg":"The settings stay as they were.';

/** Puts a new file in the place of the service's configuration, as editors do. */
export function replaceConfig({ file }: RunningService, config: unknown): void {
	const text = typeof config === 'string' ? config : JSON.stringify(config);
	writeFileSync(`${file}.new`, text, { mode: 0o600 });
	renameSync(`${file}.new`, file);
}

/** The log's whole lines that have all of the words. */
const linesOf = (service: RunningService, words: string[]) =>
	service
		.stderr()
		.split('\n')
		.slice(0, -1)
		.filter((line) => words.every((word) => line.includes(word)));

/** The log's line with all of the words, once there are so many. */
export async function logged(service: RunningService, words: string[], times = 1): Promise<string> {
	while (linesOf(service, words).length < times) {
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	return linesOf(service, words)[times - 1] ?? '';
}

/** Has the service read another configuration, and waits for what it says to that. */
export async function reload(
	service: RunningService,
	config: unknown,
	outcome = reloaded,
): Promise<string> {
	const words = ['SIGHUP', outcome];
	const before = linesOf(service, words).length;
	replaceConfig(service, config);
	process.kill(service.pid, 'SIGHUP');
	return logged(service, words, before + 1);
}

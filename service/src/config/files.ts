import { readFileSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Which file a path leads to, through links as well, and what of it changes when it is written. */
interface FileState {
	dev: number;
	ino: number;
	size: number;
	mtimeMs: number;
	ctimeMs: number;
}

const inWords = ({ dev, ino, size, mtimeMs, ctimeMs }: FileState) =>
	[dev, ino, size, mtimeMs, ctimeMs].join(' ');

const missing = 'missing';

/** The files from which settings were read, or were to be read: each as it was just before. */
export class SettingsFiles {
	readonly #states = new Map<string, string>();

	/** @throws {Error} of the system when the file can't be read */
	read(path: string): Buffer {
		const found = statSync(path, { throwIfNoEntry: false });
		this.#states.set(path, found ? inWords(found) : missing);
		return readFileSync(path);
	}

	/** All of them as they were. */
	get before(): string {
		return [...this.#states.values()].join('\n');
	}

	/** All of them as they are now. */
	async now(): Promise<string> {
		const states = [...this.#states.keys()].map((path) => stat(path).then(inWords, () => missing));
		return (await Promise.all(states)).join('\n');
	}
}

/** Between two looks at the files. */
const lookMs = 500;

/**
 * Calls back when files have changed and then stayed as they are from one look to the next, so that nobody reads what is
 * half written. It looks instead of being told: an editor that puts a new file in the place of the old one, a cluster
 * that points a link elsewhere and a folder on another machine are then all the same.
 * @param files those to look at: others once they were read again
 */
export function watchFiles(files: () => SettingsFiles, onChange: () => void): void {
	let last = '';
	const look = async () => {
		const watched = files();
		const now = await watched.now();
		if (watched === files() && now === last && now !== watched.before) onChange();
		last = now;
	};
	const lookAgain = () => void look().then(later);
	const later = () => setTimeout(lookAgain, lookMs).unref();
	later();
}

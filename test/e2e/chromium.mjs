import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../scripts/n8n/failure.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} file */
const isExecutable = (file) => {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
};

/**
 * Path of the Chromium to drive: CHROMIUM_PATH, or the first known name on the PATH.
 *
 * @throws {Failure} there is none
 */
export function findChromium({ CHROMIUM_PATH, PATH = '' } = process.env) {
	if (CHROMIUM_PATH) {
		if (isExecutable(CHROMIUM_PATH)) return CHROMIUM_PATH;
		throw new Failure(`CHROMIUM_PATH is ${CHROMIUM_PATH}, where there is no program: correct it.`);
	}
	const found = PATH.split(path.delimiter)
		.flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
		.find(isExecutable);
	if (found) return found;
	throw new Failure(
		'The browser tests need Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH.',
	);
}

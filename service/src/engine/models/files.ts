import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { modelError, readJson } from './description';

/** Written beside a converted model: the SHA-256 of each of its files. */
const MANIFEST = 'sha256.json';
const manifest = z.object({ files: z.record(z.string(), z.string()) });

const CHUNK_BYTES = 1024 * 1024;

/** In hexadecimal; never holds all of the file, which may have hundreds of megabytes. */
export function sha256Of(path: string): string {
	const hash = createHash('sha256');
	const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
	const file = openSync(path, 'r');
	try {
		for (let read; (read = readSync(file, chunk)) > 0; ) hash.update(chunk.subarray(0, read));
	} finally {
		closeSync(file);
	}
	return hash.digest('hex');
}

/**
 * Compares a folder's files with its manifest, where it has one.
 * @returns the hashes of these files by their names
 * @throws {EngineError} `modelFailed` when one is missing, or is not what was written
 */
export function checkManifest(folder: string): Record<string, string> {
	if (!existsSync(join(folder, MANIFEST))) return {};
	const { data } = manifest.safeParse(readJson(folder, MANIFEST));
	if (!data) throw modelError(folder, `${MANIFEST} names no files`);
	for (const [name, hash] of Object.entries(data.files)) {
		const path = join(folder, name);
		if (!existsSync(path)) throw modelError(folder, `${name} is not there`);
		if (sha256Of(path) !== hash)
			throw modelError(
				folder,
				`${name} is not the file that ${MANIFEST} knows, so it was changed or damaged`,
			);
	}
	return data.files;
}

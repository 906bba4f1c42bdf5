'use strict';

const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const MANIFEST = 'sha256.json';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** A file of readable JSON. */
const json = (value) => Buffer.from(`${JSON.stringify(value, null, '\t')}\n`);

/** SHA-256 of each file, by its name. */
const hashes = (folder, names) =>
	Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(folder, name)))]));

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Whether a folder holds what these sources make: its manifest names the same sources, and its files
 * are those that the manifest names.
 */
function isUpToDate(folder, sources) {
	const path = join(folder, MANIFEST);
	if (!existsSync(path)) return false;
	try {
		const manifest = JSON.parse(readFileSync(path, 'utf8'));
		return (
			same(manifest.sources, sources) &&
			same(manifest.files, hashes(folder, Object.keys(manifest.files)))
		);
	} catch {
		return false;
	}
}

function writeWhole(folder, name, bytes) {
	const partial = join(folder, `${name}.${process.pid}.part`);
	writeFileSync(partial, bytes);
	renameSync(partial, join(folder, name));
}

/** Writes the files and, last, the manifest that vouches for them. */
function writeFolder(folder, sources, files) {
	mkdirSync(folder, { recursive: true });
	for (const [name, bytes] of Object.entries(files)) writeWhole(folder, name, bytes);
	const manifest = { sources, files: hashes(folder, Object.keys(files)) };
	writeWhole(folder, MANIFEST, json(manifest));
}

module.exports = { hashes, isUpToDate, json, writeFolder };

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { root } from './prepare.mjs';
import { runCommand } from './run-command.mjs';

/**
 * Packs the package and unpacks it again: the folder that a user's n8n would have.
 *
 * @returns {Promise<{folder: string, tarball: string, size: number, files: string[], remove: () => void}>} `size` in bytes
 */
export async function packPackage() {
	const folder = mkdtempSync(join(tmpdir(), 'packed-'));
	const report = await runCommand(
		'npm',
		['pack', '--json', '--silent', '--pack-destination', folder],
		{
			cwd: root,
		},
	);
	/** @type {[{filename: string, size: number, files: {path: string}[]}]} */
	const [packed] = JSON.parse(report.slice(report.indexOf('[')));
	const tarball = join(folder, packed.filename);
	return {
		...(await unpackPackage(tarball, folder)),
		tarball,
		size: packed.size,
		files: packed.files.map(({ path }) => path),
	};
}

/**
 * Unpacks a package that was packed before.
 *
 * @param {string} tarball
 * @param {string} [folder] a temporary one when left out
 * @returns {Promise<{folder: string, remove: () => void}>} the package, and how to remove the folder that it is in
 */
export async function unpackPackage(tarball, folder = mkdtempSync(join(tmpdir(), 'packed-'))) {
	await runCommand('tar', ['-xzf', tarball, '-C', folder]);
	return {
		folder: join(folder, 'package'),
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}

/** Applies the rules of n8n's scanner to the published files and to their sources, as n8n does. */
export async function scanPackage() {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(
		'@n8n/scan-community-package/scanner/scanner.mjs'
	);
	const packed = await packPackage();
	try {
		for (const { folder, patterns } of [
			{ folder: packed.folder, patterns: undefined },
			{ folder: root, patterns: SOURCE_FILE_PATTERNS },
		]) {
			const { passed, details, message } = await analyzePackage(folder, patterns);
			if (!passed)
				throw new Error(`n8n's package scanner refuses the package:\n${details ?? message}`);
		}
		return packed;
	} finally {
		packed.remove();
	}
}

import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atExit } from '../../../scripts/n8n/at-exit.mjs';

/**
 * A new temporary folder, removed by `remove`, or when this process ends.
 *
 * @param {string} name
 * @param {{uid: number, gid: number}} [owner] this user when left out
 */
export function dataFolder(name, owner) {
	const folder = mkdtempSync(path.join(tmpdir(), `${name}-`));
	if (owner) chownSync(folder, owner.uid, owner.gid);
	const discard = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	const keepAtExit = atExit(discard);
	return {
		folder,
		remove() {
			discard();
			keepAtExit();
		},
	};
}

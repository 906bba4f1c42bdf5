import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

/** The page is served as it is written, so its files stay in the source folder. */
const folder = join(__dirname, '..', '..', 'src', 'page', 'assets');

const types: Record<string, string> = {
	'.css': 'text/css; charset=utf-8',
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.svg': 'image/svg+xml',
};

export interface PageFile {
	name: string;
	type: string;
	/** A strong entity tag, quotes included. */
	etag: string;
	bytes: Buffer;
}

/** The files of the page, read once at start; those of unknown kinds are not served. */
export function readPageFiles(): PageFile[] {
	return readdirSync(folder).flatMap((name) => {
		const type = types[extname(name)];
		if (type === undefined) return [];
		const bytes = readFileSync(join(folder, name));
		const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
		return [{ name, type, etag: `"${digest}"`, bytes }];
	});
}

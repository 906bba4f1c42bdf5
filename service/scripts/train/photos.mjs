import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Packages and repositories (whose version is a commit) with the photos that the scene head learns from, or that its
 * confidence is fitted on, and the words of each photo, written down after a look at it. What counts: sky, water, plants and the like from about a twentieth
 * of the photo on; *tree* where one stands clear; *landscape* for a wide view of land or sea; *people* from two
 * on; *portrait* for a head or upper body that is what the photo is of; *plain background* for things cut out or
 * taken against one tone; neither *indoors* nor *outdoors* where one can't tell.
 */
export const SOURCES = JSON.parse(readFileSync(join(import.meta.dirname, 'photos.json'), 'utf8'));

/** Groups of photos that only the report looks at, with what they show; those of a package name it like a source. */
export const REPORTED = JSON.parse(
	readFileSync(join(import.meta.dirname, '../../bench/quality/expected.json'), 'utf8'),
);

/** Where a package's files are, below the folder that `collect.mjs` fills. */
export const folderOf = (source) => source.package.replaceAll('/', '+');

/** Photos of one package that count as one source when each source is left out in turn. */
const SOURCE_SIZE = 40;

/**
 * All photos in a fixed order.
 * @returns {{ path: string, group: string, use: string, words: Set<string> }[]} `group` names the source: a
 *   package or repository, or every n-th photo of one that was put together from many hands
 */
export function photosIn(folder) {
	return SOURCES.flatMap((source) => {
		const files = Object.entries(source.photos);
		const parts = Math.ceil(files.length / SOURCE_SIZE);
		return files.map(([file, words], i) => ({
			path: join(folder, folderOf(source), file),
			group: `${source.package} ${i % parts}`,
			use: source.use,
			words: new Set(words.split(', ').filter(Boolean)),
		}));
	});
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Fails to start where the program is not installed; what it says about files is part of its output. */
const outputOf = (file, args, encoding = 'utf8') =>
	run(file, args, { encoding, maxBuffer: 1 << 28 }).catch((error) => {
		if (typeof error.code === 'number') return error;
		throw error;
	});

/**
 * All that ExifTool reads in the files of a folder, and what it has against them.
 *
 * @returns {Promise<Map<string, Record<string, unknown>>>} by the file's name: tags as `Group:Name`
 */
export async function readWithExifTool(folder) {
	const options = ['-json', '-G0:1', '-a', '-struct', '-charset', 'iptc=Latin1'];
	const checks = ['-validate', '-warning', '-error', '-all'];
	const { stdout } = await outputOf('exiftool', [...options, ...checks, folder]);
	const files = JSON.parse(stdout);
	return new Map(files.map((file) => [file.SourceFile.split('/').at(-1), file]));
}

/** Thumbnails, previews and profiles of the files of a folder, as bytes in base64. */
export async function previewsIn(folder) {
	const options = ['-json', '-b', '-a', '-G1'];
	const tags = ['-ThumbnailImage', '-PreviewImage', '-MPImage2', '-JpgFromRaw', '-ICC_Profile'];
	const { stdout } = await outputOf('exiftool', [...options, ...tags, folder]);
	return JSON.parse(stdout).map(({ SourceFile, ...previews }) => ({
		name: SourceFile.split('/').at(-1),
		...previews,
	}));
}

/** Writes with ExifTool, each list of its options and a file. */
export const writeWithExifTool = (commands) =>
	run('exiftool', [
		...commands.flatMap((command) => [...command, '-execute']),
		...['-common_args', '-overwrite_original', '-q', '-m'],
	]);

/** What Exiv2 reads of these keys, value by value, and what it says of the file. */
export async function readWithExiv2(file, keys) {
	const grep = keys.flatMap((key) => ['-K', key]);
	const { stdout, stderr } = await outputOf('exiv2', ['-Pv', ...grep, file]);
	const said = stderr.replaceAll(file, '').split('\n').filter(Boolean);
	return { values: stdout.trim().split('\n').filter(Boolean), said };
}

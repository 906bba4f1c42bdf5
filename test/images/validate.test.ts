import { describe, expect, it } from '@jest/globals';
import { LIMITS } from '../../images/limits';
import { sniffImage, type SniffedImage } from '../../images/sniff';
import { isOverLimits, validateImage } from '../../images/validate';
import { bmpFile, gifHeader, jpegHeader, pngHeader, webpHeader } from './support/headers';

const judge = (bytes: Buffer, claimed?: string) =>
	validateImage(sniffImage(bytes), bytes.length, 'full', claimed);

const sized = (width: number, height: number): SniffedImage => ({
	format: 'jpeg',
	mimeType: 'image/jpeg',
	width,
	height,
});

describe('validateImage', () => {
	it('lets good JPG, PNG and BMP pass', () => {
		for (const bytes of [jpegHeader(640, 480), pngHeader(16, 4096), bmpFile(16, 16)])
			expect(judge(bytes)).toEqual({ problems: [], warnings: [] });
	});

	it.each([
		[15, 100, 'tooNarrow', '15 × 100 px', '16 px'],
		[100, 15, 'tooNarrow', '100 × 15 px', '16 px'],
		[4097, 100, 'tooWide', '4097 × 100 px', '4096 px'],
		[100, 9000, 'tooWide', '100 × 9000 px', '4096 px'],
	])('refuses %i × %i px as %s with both numbers', (width, height, check, measured, limit) => {
		const { problems } = validateImage(sized(width, height), 1000, 'full');
		expect(problems.map((problem) => problem.check)).toEqual([check]);
		expect(problems[0]?.reason).toContain(measured);
		expect(problems[0]?.reason).toContain(limit);
	});

	it('takes the last byte that fits and refuses the next', () => {
		expect(validateImage(sized(64, 64), LIMITS.imageBytes, 'full').problems).toEqual([]);
		const [problem] = validateImage(sized(64, 64), LIMITS.imageBytes + 1, 'full').problems;
		expect(problem?.check).toBe('tooLarge');
		expect(problem?.reason).toBe(
			'The image has 7.51 MB, as base64 10.01 MB; the limit is 10 MB of base64, which is 7.5 MB of image.',
		);
		expect(problem?.remedy).toContain('Shrink Large Images');
		expect(problem?.remedy).toContain('Quality');
	});

	it.each([
		['tooWide', 5_000, 100],
		['tooLarge', 64, LIMITS.imageBytes + 1],
	])('does not recommend shrinking what can not be shrunk: %s', (check, side, byteLength) => {
		const webp = sniffImage(webpHeader(side, side));
		const [problem] = validateImage(webp, byteLength, 'full').problems;
		expect(problem?.check).toBe(check);
		expect(problem?.remedy).toMatch(
			/^A file of this format can't be shrunk here: (resize|save) it .*Edit Image/,
		);
	});

	it('names every problem at once', () => {
		const { problems } = validateImage(sized(9000, 10), 9_000_000, 'full');
		expect(problems.map((problem) => problem.check)).toEqual(['tooNarrow', 'tooWide', 'tooLarge']);
	});

	it('refuses an animated or vector format with the way to convert it', () => {
		const [problem] = judge(gifHeader(64, 64)).problems;
		expect(problem?.reason).toBe(
			'The file is GIF by its bytes; the service takes JPG, PNG and BMP.',
		);
		expect(problem?.remedy).toContain('Edit Image');
		expect(judge(gifHeader(64, 64), 'image/gif').problems).toEqual([problem]);
		expect(judge(gifHeader(64, 64), 'image/jpeg').problems[0]?.reason).toBe(
			'The file is GIF by its bytes, although it is declared as image/jpeg; the service takes JPG, PNG and BMP.',
		);
	});

	it('finds a file that lies about its type', () => {
		const [problem] = judge(Buffer.from('<html>Not found</html>'), 'image/jpeg').problems;
		expect(problem?.check).toBe('format');
		expect(problem?.reason).toBe(
			'The file is not an image by its first bytes, although it is declared as image/jpeg.',
		);
		expect(judge(pngHeader(64, 64), 'image/jpeg')).toEqual({
			problems: [],
			warnings: [{ kind: 'declaredType', declared: 'image/jpeg', format: 'PNG' }],
		});
	});

	it('knows the other names of a type', () => {
		for (const claimed of ['image/jpg', 'IMAGE/JPEG; charset=binary', 'image/pjpeg', 'text/plain'])
			expect(judge(jpegHeader(64, 64), claimed).warnings).toEqual([]);
	});

	it('lets WEBP pass with a warning', () => {
		const verdict = judge(webpHeader(64, 64));
		expect(verdict.problems).toEqual([]);
		expect(verdict.warnings).toEqual([{ kind: 'newFormat', format: 'WEBP' }]);
	});

	it('refuses damage that the header shows, and an empty file', () => {
		expect(judge(jpegHeader(64, 64).subarray(0, -2)).problems[0]?.check).toBe('damaged');
		expect(judge(Buffer.alloc(0)).problems[0]?.reason).toBe('The file is empty (0 bytes).');
	});

	it('looks at nothing but the base64 limit on level size, at nothing on off', () => {
		const gif = sniffImage(gifHeader(1, 1));
		expect(validateImage(gif, 100, 'size').problems).toEqual([]);
		expect(validateImage(gif, 8_000_000, 'size').problems.map((p) => p.check)).toEqual([
			'tooLarge',
		]);
		expect(validateImage(gif, 8_000_000, 'off')).toEqual({ problems: [], warnings: [] });
	});

	const EDIT = "Convert it with n8n's Edit Image node: set its option Format to PNG or JPEG.";
	const BEFORE = 'Convert it to JPG or PNG before this node.';

	it.each([
		['gif', 'GIF', EDIT],
		['tiff', 'TIFF', EDIT],
		[
			'heic',
			'HEIC',
			'Convert it to JPG before this node, or set the camera to save JPG ("Most Compatible" on an iPhone).',
		],
		['avif', 'AVIF', BEFORE],
		['svg', 'SVG', BEFORE],
		['pdf', 'PDF', 'Export its pages as JPG or PNG before this node.'],
	] as const)('says of %s what it is, and how to convert it', (format, name, remedy) => {
		const sniffed = { format, mimeType: 'x' };
		expect(validateImage(sniffed, 9, 'full')).toEqual({
			problems: [
				{
					check: 'format',
					reason: `The file is ${name} by its bytes; the service takes JPG, PNG and BMP.`,
					remedy,
				},
			],
			warnings: [],
		});
	});

	it('says of a file that is no image where it may come from', () => {
		const sniffed = { format: 'unknown', mimeType: 'application/octet-stream' } as const;
		expect(validateImage(sniffed, 9, 'full').problems).toEqual([
			{
				check: 'format',
				reason: 'The file is not an image by its first bytes.',
				remedy: expect.stringMatching(/web page.*The service takes JPG, PNG and BMP\.$/),
			},
		]);
	});

	it.each([
		[{ format: 'jpeg', mimeType: 'image/jpeg' }, 0, 'damaged', /empty.*node that reads/],
		[{ ...sized(64, 64), damage: 'It is cut.' }, 9, 'damaged', /It is cut.*Get the file again/],
		[sized(15, 64), 9, 'tooNarrow', /15 × 64 px.*enlarge it with n8n's Edit Image/],
		[
			sized(64, 4097),
			9,
			'tooWide',
			/at most 4096 px.*Turn on the option Shrink Large Images, or resize it/,
		],
	] as Array<[SniffedImage, number, string, RegExp]>)(
		'says what to do: %j of %i bytes is %s',
		(sniffed, byteLength, check, sentences) => {
			const { problems } = validateImage(sniffed, byteLength, 'full');
			expect(problems.map((problem) => problem.check)).toEqual([check]);
			expect(`${problems[0]?.reason} ${problems[0]?.remedy}`).toMatch(sentences);
		},
	);

	it.each([
		{ format: 'jpeg', mimeType: 'image/jpeg', width: 5 },
		{ format: 'jpeg', mimeType: 'image/jpeg', height: 5 },
		{ format: 'jpeg', mimeType: 'image/jpeg', width: 5_000 },
		{ format: 'jpeg', mimeType: 'image/jpeg', height: 5_000 },
	] as SniffedImage[])('says nothing of sides that are not known: %j', (sniffed) => {
		expect(validateImage(sniffed, 9, 'full')).toEqual({ problems: [], warnings: [] });
		expect(isOverLimits(sniffed, 9)).toBe(false);
	});

	it.each([
		['image/jpg', 'image/jpeg', undefined],
		['image/pjpeg', 'image/jpeg', undefined],
		['image/x-png', 'image/png', undefined],
		['image/x-bmp', 'image/bmp', undefined],
		['image/x-ms-bmp', 'image/bmp', undefined],
		[' \tIMAGE/PNG;a=b', 'image/png', undefined],
		['image/svg+xml', 'image/png', 'image/svg+xml'],
		['image/vnd.x-y_1', 'image/png', 'image/vnd.x-y_1'],
		[`image/${'x'.repeat(70)}`, 'image/png', `image/${'x'.repeat(64)}`],
		[`${' '.repeat(96)}image/gif`, 'image/png', undefined],
		['an image/gif', 'image/png', undefined],
		['nimage/gif', 'image/png', undefined],
		['\u0020\timage/png', 'image/jpeg', 'image/png'],
		['image/gif', 'image/jpeg', 'image/gif'],
		['image/gif', 'image/bmp', 'image/gif'],
		['image/jpg', 'image/png', 'image/jpeg'],
		['image/pjpeg', 'image/png', 'image/jpeg'],
		['image/x-png', 'image/jpeg', 'image/png'],
		['image/x-bmp', 'image/png', 'image/bmp'],
		['image/x-ms-bmp', 'image/png', 'image/bmp'],
		['image/', 'image/png', undefined],
		['', 'image/png', undefined],
	])('takes the declared type %j of %s for another one: %p', (claimed, mimeType, declared) => {
		const format = mimeType.slice('image/'.length) as 'png';
		const { warnings } = validateImage({ ...sized(64, 64), format, mimeType }, 9, 'full', claimed);
		const names = { jpeg: 'JPG', png: 'PNG', bmp: 'BMP' };
		expect(warnings).toEqual(
			declared ? [{ kind: 'declaredType', declared, format: names[format] }] : [],
		);
	});

	it('warns of nothing where an image is refused for its format, or not looked at', () => {
		const gif = { format: 'gif', mimeType: 'image/gif' } as const;
		expect(validateImage(gif, 9, 'full', 'image/png').warnings).toEqual([]);
		expect(validateImage(sized(64, 64), 9, 'size', 'image/png').warnings).toEqual([]);
	});

	it('says every reason and remedy as a sentence', () => {
		const files = [sized(5000, 5), { ...sized(64, 64), damage: 'The JPEG ends too early.' }];
		for (const format of ['gif', 'tiff', 'heic', 'avif', 'svg', 'pdf', 'unknown'] as const)
			files.push({ ...sized(64, 64), format });
		for (const file of files)
			for (const { reason, remedy } of validateImage(file, 9_000_000, 'full').problems)
				for (const text of [reason, remedy]) expect(text).toMatch(/^[A-Z].*\.$/);
	});
});

describe('isOverLimits', () => {
	it('is about what shrinking cures: the wide side and the bytes', () => {
		expect(isOverLimits(sized(4096, 5), LIMITS.imageBytes)).toBe(false);
		expect(isOverLimits(sized(4097, 64), 10)).toBe(true);
		expect(isOverLimits(sized(64, 64), LIMITS.imageBytes + 1)).toBe(true);
	});
});

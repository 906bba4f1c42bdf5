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

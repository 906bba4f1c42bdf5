import { base64Length, DRAWABLE_FORMATS, FORMAT_SUPPORT, LIMITS } from '../../images/limits';

describe("the service's limits (API reference, 4.1 and 4.2)", () => {
	it('are 10 MB of base64, over 15 px and up to 4096 px', () => {
		expect(LIMITS).toEqual({
			base64Chars: 10_485_760,
			imageBytes: 7_864_320,
			minSide: 16,
			maxSide: 4096,
		});
		expect(base64Length(LIMITS.imageBytes)).toBe(LIMITS.base64Chars);
	});

	it.each([0, 1, 2, 3, 4, 1_000])('count base64 as it is written: %i bytes', (bytes) => {
		expect(base64Length(bytes)).toBe(Buffer.alloc(bytes).toString('base64').length);
	});

	it('are for JPG, PNG and BMP, which can be decoded here too, and perhaps for WEBP', () => {
		const formats = (support: string) =>
			Object.entries(FORMAT_SUPPORT).flatMap(([format, is]) => (is === support ? [format] : []));
		expect(formats('yes')).toEqual(['jpeg', 'png', 'bmp']);
		expect(DRAWABLE_FORMATS).toEqual(formats('yes'));
		expect(formats('warn')).toEqual(['webp']);
		expect(formats('no')).toEqual(['gif', 'tiff', 'heic', 'avif', 'svg', 'pdf', 'unknown']);
	});
});

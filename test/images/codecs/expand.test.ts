import { describe, expect, it } from '@jest/globals';

import { rowExpander } from '../../../images/codecs/png/expand';
import { readPngParts, type PngParts } from '../../../images/codecs/png/header';
import { PictureError } from '../../../images/errors';
import { pngHeader } from '../support/headers';

const [GREY, RGB, PALETTE, GREY_ALPHA, RGBA] = [0, 2, 3, 4, 6];

/** The pixels of a row, RGBA. */
function pixels(kind: Partial<PngParts>, row: number[], width: number, step = 4): number[] {
	const parts = { width, height: 1, interlaced: false, data: [], ...kind } as PngParts;
	const target = new Uint8Array(step * width);
	rowExpander(parts)(Uint8Array.from(row), width, target, 0, step);
	return [...target];
}

const grey = (...levels: number[]) => levels.flatMap((level) => [level, level, level, 255]);

describe('the pixels of a row of a PNG', () => {
	it.each<[string, Partial<PngParts>, number[], number[]]>([
		[
			'grey of 1 bit',
			{ colourType: GREY, depth: 1 },
			[0b10100001, 0b10000000],
			grey(255, 0, 255, 0, 0, 0, 0, 255, 255),
		],
		[
			'grey of 2 bits',
			{ colourType: GREY, depth: 2 },
			[0b00011011, 0b01000000],
			grey(0, 85, 170, 255, 85),
		],
		['grey of 4 bits', { colourType: GREY, depth: 4 }, [0x0f, 0x10], grey(0, 255, 17)],
		['grey of 8 bits', { colourType: GREY, depth: 8 }, [0, 7, 255], grey(0, 7, 255)],
		['grey of 16 bits', { colourType: GREY, depth: 16 }, [1, 255, 9, 0], grey(1, 9)],
		[
			'colours of 8 bits',
			{ colourType: RGB, depth: 8 },
			[1, 2, 3, 4, 5, 6],
			[1, 2, 3, 255, 4, 5, 6, 255],
		],
		['colours of 16 bits', { colourType: RGB, depth: 16 }, [1, 9, 2, 9, 3, 9], [1, 2, 3, 255]],
		[
			'grey with alpha',
			{ colourType: GREY_ALPHA, depth: 8 },
			[7, 100, 9, 0],
			[7, 7, 7, 100, 9, 9, 9, 0],
		],
		[
			'grey with alpha of 16 bits',
			{ colourType: GREY_ALPHA, depth: 16 },
			[7, 0, 100, 0],
			[7, 7, 7, 100],
		],
		[
			'colours with alpha',
			{ colourType: RGBA, depth: 8 },
			[1, 2, 3, 4, 5, 6, 7, 8],
			[1, 2, 3, 4, 5, 6, 7, 8],
		],
		[
			'colours with alpha of 16 bits',
			{ colourType: RGBA, depth: 16 },
			[1, 9, 2, 9, 3, 9, 4, 9],
			[1, 2, 3, 4],
		],
	])('are those of %s', (_, kind, row, expected) => {
		expect(pixels(kind, row, expected.length / 4)).toEqual(expected);
	});

	const palette = Uint8Array.of(10, 11, 12, 20, 21, 22, 30, 31, 32);
	it.each<[string, number, number[], number[]]>([
		['1 bit', 1, [0b01000000], [10, 11, 12, 255, 20, 21, 22, 255]],
		['2 bits', 2, [0b10010000], [30, 31, 32, 255, 20, 21, 22, 255]],
		['4 bits', 4, [0x21], [30, 31, 32, 255, 20, 21, 22, 255]],
		['8 bits', 8, [2, 0], [30, 31, 32, 255, 10, 11, 12, 255]],
		['8 bits, one beyond the palette', 8, [3, 0], [0, 0, 0, 255, 10, 11, 12, 255]],
	])('are those of a palette of %s', (_, depth, row, expected) => {
		expect(pixels({ colourType: PALETTE, depth, palette }, row, 2)).toEqual(expected);
	});

	it('of a palette may be see-through, as far as the file says', () => {
		const kind = { colourType: PALETTE, depth: 8, palette, transparency: Uint8Array.of(0, 100) };
		const alphas = pixels(kind, [0, 1, 2], 3).filter((_, i) => i % 4 === 3);
		expect(alphas).toEqual([0, 100, 255]);
		expect(pixels({ colourType: PALETTE, depth: 8 }, [1], 1)).toEqual([0, 0, 0, 255]);
	});

	it.each<[string, Partial<PngParts>, number[], number[], number[]]>([
		['grey of 1 bit', { colourType: GREY, depth: 1 }, [0, 1], [0b01000000], [255, 0]],
		['grey of 2 bits', { colourType: GREY, depth: 2 }, [0, 2], [0b10010000], [0, 255]],
		[
			'grey of 4 bits, whatever is above them',
			{ colourType: GREY, depth: 4 },
			[9, 0xf2],
			[0x12],
			[255, 0],
		],
		['grey of 8 bits', { colourType: GREY, depth: 8 }, [0, 200], [200, 201], [0, 255]],
		[
			'grey of 16 bits, to the last bit',
			{ colourType: GREY, depth: 16 },
			[1, 2],
			[1, 2, 1, 3],
			[0, 255],
		],
		['colours', { colourType: RGB, depth: 8 }, [0, 1, 0, 2, 0, 3], [1, 2, 3, 1, 2, 4], [0, 255]],
		[
			'colours of 16 bits',
			{ colourType: RGB, depth: 16 },
			[1, 1, 2, 2, 3, 3],
			[1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 4],
			[0, 255],
		],
		[
			'colours, where it is too short for one',
			{ colourType: RGB, depth: 8 },
			[0, 1, 0, 2, 0],
			[1, 2, 3],
			[255],
		],
		[
			'grey, where it is too short for one',
			{ colourType: GREY, depth: 8 },
			[1],
			[0, 1],
			[255, 255],
		],
		['alpha, which has its own', { colourType: GREY_ALPHA, depth: 8 }, [0, 7], [7, 50], [50]],
		['colours with alpha', { colourType: RGBA, depth: 8 }, [0, 1, 0, 2, 0, 3], [1, 2, 3, 50], [50]],
	])('may have one colour that is transparent: %s', (_, kind, transparency, row, alphas) => {
		const all = pixels(
			{ ...kind, transparency: Uint8Array.from(transparency) },
			row,
			alphas.length,
		);
		expect(all.filter((__, i) => i % 4 === 3)).toEqual(alphas);
	});

	it('are written as far apart as the pass of an interlaced picture has them', () => {
		const row = pixels({ colourType: GREY, depth: 8 }, [5, 6], 2, 8);
		expect(row).toEqual([5, 5, 5, 255, 0, 0, 0, 0, 6, 6, 6, 255, 0, 0, 0, 0]);
	});
});

describe('the parts of a PNG', () => {
	const chunk = (type: string, ...body: number[]) => {
		const length = Buffer.alloc(4);
		length.writeUInt32BE(body.length);
		return Buffer.concat([length, Buffer.from(type, 'latin1'), Buffer.from(body), Buffer.alloc(4)]);
	};
	const file = ({ colour = 2, interlace = 0 }, ...chunks: Buffer[]) => {
		const header = Buffer.from(pngHeader(300, 20).subarray(0, 33));
		header[24] = 4;
		header[25] = colour;
		header[28] = interlace;
		return Buffer.concat([header, ...chunks]);
	};
	const bytesOf = (part: Uint8Array | undefined) => part && [...part];

	it('are those of its header and of the chunks that decoding needs', () => {
		const parts = readPngParts(
			file(
				{ colour: 3, interlace: 1 },
				...[chunk('PLTE', 1, 2, 3), chunk('tRNS', 4), chunk('gAMA', 9), chunk('IDAT', 5, 6)],
				...[chunk('IDAT', 7), chunk('IEND'), chunk('IDAT', 8)],
			),
		);
		expect(parts).toMatchObject({
			width: 300,
			height: 20,
			depth: 4,
			colourType: 3,
			interlaced: true,
		});
		expect([bytesOf(parts.palette), bytesOf(parts.transparency)]).toEqual([[1, 2, 3], [4]]);
		expect(parts.data.map(bytesOf)).toEqual([[5, 6], [7]]);
		expect(readPngParts(file({}, chunk('IDAT', 1))).interlaced).toBe(false);
	});

	it.each([
		['no pixels', file({}, chunk('IEND'))],
		['no palette for its colours', file({ colour: 3 }, chunk('IDAT', 1))],
		['pixels behind its end alone', file({}, chunk('IEND'), chunk('IDAT', 1))],
		['nothing behind its header', file({})],
	])('are refused with %s', (_, bytes) => {
		expect(() => readPngParts(bytes)).toThrow(PictureError);
		expect(() => readPngParts(bytes)).toThrow(
			"The PNG can't be decoded: it has no pixels or no palette.",
		);
	});
});

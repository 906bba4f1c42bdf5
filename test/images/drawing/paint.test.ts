import { describe, expect, it } from '@jest/globals';

import { blend, fillRect, fillRounded, grow, strokeRect } from '../../../images/drawing/paint';
import { BLACK, WHITE } from '../../../images/drawing/palette';
import { bitmap } from '../support/pixels';

const WIDTH = 8;
const HEIGHT = 6;
const rect = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

/** What is painted black on white, as a drawing: `#` for black, `.` for white, a digit for what is between. */
function painted(paint: (canvas: ReturnType<typeof bitmap>) => void): string[] {
	const canvas = bitmap(WIDTH, HEIGHT, () => [255, 255, 255, 255]);
	paint(canvas);
	const sign = (level: number) =>
		level === 255 ? '.' : level === 0 ? '#' : String(Math.floor((9 * (255 - level)) / 255));
	return Array.from({ length: HEIGHT }, (_, y) =>
		Array.from({ length: WIDTH }, (__, x) => sign(canvas.data[(y * WIDTH + x) * 4]!)).join(''),
	);
}

describe('a filled rectangle', () => {
	it.each([
		[
			'within',
			rect(2, 1, 3, 2),
			['........', '..###...', '..###...', '........', '........', '........'],
		],
		[
			'over the left and upper edge',
			rect(-2, -1, 4, 3),
			['##......', '##......', '........', '........', '........', '........'],
		],
		[
			'over the right and lower edge',
			rect(6, 4, 9, 9),
			['........', '........', '........', '........', '......##', '......##'],
		],
		['outside', rect(8, 6, 2, 2), Array<string>(6).fill('........')],
		['of nothing', rect(2, 2, 0, 3), Array<string>(6).fill('........')],
	])('is painted %s', (_, area, expected) => {
		expect(painted((canvas) => fillRect(canvas, area, BLACK))).toEqual(expected);
	});

	it('may be see-through', () => {
		const [row] = painted((canvas) => fillRect(canvas, rect(0, 0, 2, 1), BLACK, 0.5));
		expect(row).toBe('44......');
	});
});

describe('an outline', () => {
	it.each([
		[
			'one pixel wide',
			rect(1, 1, 5, 4),
			1,
			['........', '.#####..', '.#...#..', '.#...#..', '.#####..', '........'],
		],
		[
			'inwards',
			rect(1, 0, 6, 6),
			2,
			['.######.', '.######.', '.##..##.', '.##..##.', '.######.', '.######.'],
		],
		[
			'as wide as the rectangle allows',
			rect(1, 1, 3, 3),
			2,
			['........', '.###....', '.###....', '.###....', '........', '........'],
		],
		[
			'of a line',
			rect(1, 2, 6, 1),
			2,
			['........', '........', '.######.', '........', '........', '........'],
		],
		[
			'of a column',
			rect(3, 1, 1, 4),
			2,
			['........', '...#....', '...#....', '...#....', '...#....', '........'],
		],
		[
			'over the edge',
			rect(-1, -1, 4, 4),
			1,
			['..#.....', '..#.....', '###.....', '........', '........', '........'],
		],
		['of a high column', rect(3, 0, 1, 6), 2, Array<string>(6).fill('...#....')],
		[
			'of a long line',
			rect(0, 3, 8, 1),
			2,
			[...Array<string>(3).fill('........'), '########', ...Array<string>(2).fill('........')],
		],
		['of less than no width', rect(4, 1, -3, 4), 1, Array<string>(6).fill('........')],
		['of less than no height', rect(1, 4, 4, -3), 1, Array<string>(6).fill('........')],
		['of no width', rect(1, 1, 0, 4), 1, Array<string>(6).fill('........')],
		['of no height', rect(1, 1, 4, 0), 1, Array<string>(6).fill('........')],
	])('is drawn %s', (_, area, line, expected) => {
		expect(painted((canvas) => strokeRect(canvas, area, line, BLACK))).toEqual(expected);
	});

	it.each([
		[rect(0, 0, 5, 5), 2],
		[rect(0, 0, 3, 3), 3],
		[rect(1, 1, 4, 4), 2],
		[rect(0, 0, 1, 6), 2],
		[rect(0, 0, 6, 1), 2],
	])('is laid on each pixel once: %j, %i wide', (area, line) => {
		const rows = painted((canvas) => strokeRect(canvas, area, line, BLACK, 0.5));
		expect([...new Set(rows.join(''))].sort()).toEqual(['.', '4']);
	});
});

describe('a rectangle with round corners', () => {
	it.each([
		[
			'none',
			0,
			rect(1, 1, 5, 4),
			['........', '.#####..', '.#####..', '.#####..', '.#####..', '........'],
		],
		[
			'two pixels',
			2,
			rect(1, 0, 6, 6),
			['.2####2.', '.######.', '.######.', '.######.', '.######.', '.2####2.'],
		],
		[
			'more than it has room for',
			9,
			rect(1, 1, 4, 4),
			['........', '.2##2...', '.####...', '.####...', '.2##2...', '........'],
		],
		[
			'more than its height has room for',
			9,
			rect(1, 1, 6, 2),
			['........', '.######.', '.######.', '........', '........', '........'],
		],
		[
			'more than its width has room for',
			9,
			rect(1, 0, 2, 6),
			['.##.....', '.##.....', '.##.....', '.##.....', '.##.....', '.##.....'],
		],
		[
			'over the edges',
			2,
			rect(-3, -3, 6, 6),
			['###.....', '###.....', '##2.....', '........', '........', '........'],
		],
		[
			'over the other edges',
			2,
			rect(5, 3, 6, 6),
			['........', '........', '........', '.....2##', '.....###', '.....###'],
		],
	])('of %s is smooth', (_, radius, area, expected) => {
		const rows = painted((canvas) => fillRounded(canvas, area, radius, BLACK));
		const readable = rows.map((row) => row.replace(/[1-8]/g, (digit) => (digit < '6' ? '2' : '#')));
		expect(readable).toEqual(expected);
	});

	it('covers its corners as far as a circle does', () => {
		const area = (radius: number) => {
			const canvas = bitmap(40, 40, () => [0, 0, 0, 255]);
			fillRounded(canvas, rect(4, 4, 32, 32), radius, WHITE);
			return canvas.data.reduce((sum, level, i) => (i % 4 === 0 ? sum + level / 255 : sum), 0);
		};
		for (const radius of [4, 8, 16]) {
			expect(area(radius)).toBeCloseTo(32 * 32 - (4 - Math.PI) * radius ** 2, -1);
		}
	});

	it('may be see-through', () => {
		const rows = painted((canvas) => fillRounded(canvas, rect(0, 0, 4, 4), 1, BLACK, 0.5));
		expect(rows[1]).toBe('4444....');
	});
});

describe('a colour laid over another', () => {
	const over = (below: number[], opacity: number) => {
		const data = Uint8Array.from([9, 9, 9, 9, ...below]);
		blend(data, 4, [200, 100, 0], opacity);
		expect([...data.subarray(0, 4)]).toEqual([9, 9, 9, 9]);
		return [...data.subarray(4)];
	};

	it.each([
		['hides it', [0, 0, 0, 255], 1, [200, 100, 0, 255]],
		['is mixed with it', [0, 0, 100, 255], 0.5, [100, 50, 50, 255]],
		['is itself over nothing', [50, 50, 50, 0], 0.5, [200, 100, 0, 128]],
		['counts for more over what is see-through', [0, 0, 0, 128], 0.5, [133, 66, 0, 191]],
		['is nothing over nothing', [1, 2, 3, 0], 0, [1, 2, 3, 0]],
	])('%s', (_, below, opacity, expected) => {
		expect(over(below, opacity).map((value, i) => Math.abs(value - expected[i]!) <= 1)).toEqual(
			Array(4).fill(true),
		);
	});
});

it('a rectangle grows and shrinks on all sides', () => {
	expect(grow(rect(5, 6, 7, 8), 2)).toEqual(rect(3, 4, 11, 12));
	expect(grow(rect(5, 6, 7, 8), -2)).toEqual(rect(7, 8, 3, 4));
});

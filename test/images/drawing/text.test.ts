import { describe, expect, it } from '@jest/globals';

import { outlineOf, UNKNOWN } from '../../../images/drawing/lettering/outlines';
import { CAPITAL_HEIGHT, isDrawable, TextPen } from '../../../images/drawing/lettering/text';
import { bitmap } from '../support/pixels';

const EM = 20;
const pen = new TextPen(EM);
const advance = (character: string) => outlineOf(character)?.advance ?? UNKNOWN.advance;

describe('the shapes of characters', () => {
	// One test, since they are read once.
	it('are those of letters and of Chinese, and a box for others', () => {
		const points = (character: string) => outlineOf(character)!.contours.flat();
		expect(points('H').every(({ onCurve }) => onCurve)).toBe(true);
		expect(points('O').some(({ onCurve }) => onCurve)).toBe(true);
		expect(points('O').every(({ onCurve }) => onCurve)).toBe(false);
		const heights = points('H').map(({ y }) => y);
		expect(Math.min(...heights)).toBeCloseTo(0, 1);
		expect(Math.max(...heights)).toBeCloseTo(CAPITAL_HEIGHT, 1);
		expect(advance('i')).toBeLessThan(advance('M'));
		expect(advance('羊')).toBeCloseTo(1, 1);
		expect(outlineOf('O')?.contours).toHaveLength(2);
		expect(outlineOf(' ')?.contours).toHaveLength(0);
		expect(outlineOf('\0')).toBeUndefined();
		expect(isDrawable('Sheep 83%')).toBe(true);
		expect(isDrawable('羊')).toBe(true);
		expect(isDrawable('羊龘')).toBe(false);
		expect(isDrawable('')).toBe(true);
		expect(outlineOf('龘')).toBeUndefined();
	});
});

describe('text', () => {
	it('is as wide as its characters, in whole pixels', () => {
		expect(pen.measure('')).toBe(0);
		expect(pen.measure('Hi')).toBe(Math.ceil((advance('H') + advance('i')) * EM));
		expect(pen.measure('龘')).toBe(Math.ceil(UNKNOWN.advance * EM));
	});

	it('is cut to the width that there is, with dots for the rest', () => {
		expect(pen.fit('Mountain', pen.measure('Mountain'))).toBe('Mountain');
		expect(pen.fit('Mountain', pen.measure('Mountain') - 1)).toMatch(/^Mount[a-z]{0,2}\.\.\.$/);
		expect(pen.fit('Mount ain', pen.measure('Mount ...'))).toBe('Mount...');
		expect(pen.fit('Mountain', pen.measure('M...'))).toBe('M...');
		expect(pen.fit('Mountain', pen.measure('M...') - 1)).toBe('');
		expect(pen.fit('Mountain', 0)).toBe('');
		expect(pen.fit('', 0)).toBe('');
	});

	/** Where letters are drawn in black on white: rows, and columns, that are not white. */
	function inked(text: string, x: number, baseline: number, [width, height] = [60, 40] as const) {
		const canvas = bitmap(width, height, () => [255, 255, 255, 255]);
		new TextPen(EM).draw(canvas, text, x, baseline, [0, 0, 0]);
		const dark = Array.from({ length: width * height }, (_, i) => i).filter(
			(i) => canvas.data[i * 4]! < 128,
		);
		const range = (places: number[]) => [Math.min(...places), Math.max(...places)];
		return {
			columns: range(dark.map((i) => i % width)),
			rows: range(dark.map((i) => Math.floor(i / width))),
			count: dark.length,
			canvas,
		};
	}

	it('stands on its line, from its place to the right', () => {
		const { rows, columns } = inked('H', 10, 30);
		expect(rows).toEqual([30 - Math.round(CAPITAL_HEIGHT * EM), 29]);
		expect(columns[0]).toBeGreaterThanOrEqual(10);
		expect(columns[1]).toBeLessThan(10 + advance('H') * EM);
		const two = inked('HH', 10, 30);
		expect(two.columns[1]! - columns[1]!).toBe(Math.round(advance('H') * EM));
		expect(two.count).toBe(2 * inked('H', 10, 30).count);
	});

	it('has no column more than its characters, also in the smallest size', () => {
		const canvas = bitmap(20, 20, () => [255, 255, 255, 255]);
		new TextPen(6).draw(canvas, '龘', 5, 15, [0, 0, 0]);
		const inkOf = (x: number) =>
			Array.from({ length: 20 }, (_, y) => 255 - canvas.data[(y * 20 + x) * 4]!);
		expect(Math.max(...inkOf(5))).toBeGreaterThan(0);
		expect(Math.max(...inkOf(9))).toBeGreaterThan(0);
		expect([...inkOf(4), ...inkOf(10)]).toEqual(Array(40).fill(0));
	});

	it('begins left of its place where its first letter does', () => {
		const leftOf = (character: string) =>
			Math.min(
				...outlineOf(character)!
					.contours.flat()
					.map(({ x }) => x),
			);
		const hanging = [...'jfJTVWAyQ'].reduce((a, b) => (leftOf(b) < leftOf(a) ? b : a));
		expect(leftOf(hanging) * EM).toBeLessThan(-0.5);
		expect(inked(hanging, 10, 30).columns[0]).toBeLessThan(10);
	});

	it('is cut at the edges of the picture', () => {
		const whole = inked('H', 10, 30);
		const [first = 0, last = 0] = whole.columns;
		const width = last - first + 1;
		const [top = 0, bottom = 0] = whole.rows;
		const height = bottom - top + 1;
		expect(inked('H', 10 - first - 1, 30).columns).toEqual([0, width - 2]);
		expect(inked('H', 10 - last + 59 + 1, 30).columns).toEqual([60 - width + 1, 59]);
		expect(inked('H', 10, height - 1).rows).toEqual([0, height - 2]);
		expect(inked('H', 10, 41).rows).toEqual([41 - height, 39]);
		for (const [x, y] of [
			[-100, 30],
			[100, 30],
			[10, -30],
			[10, 100],
		] as const)
			expect(inked('H', x, y).count).toBe(0);
	});
});

import { describe, expect, it } from '@jest/globals';

import { drawBoxes } from '../../../images/drawing/boxes';
import { colourOf, textColourOn } from '../../../images/drawing/palette';
import { styleFor } from '../../../images/drawing/style';
import type { Box } from '../../../images/drawing/tags';
import { TextPen } from '../../../images/drawing/lettering/text';
import { bitmap, pace, pixelAt } from '../support/pixels';

const [WIDTH, HEIGHT, GREY] = [300, 200, 100];
const { em, line, halo, padding, labelHeight } = styleFor(WIDTH, HEIGHT);
const [DARK, LIGHT] = [45, 185];

const box = (name: string, x: number, y: number, width: number, height: number): Box => ({
	...{ x, y, width, height, confidence: 83.4 },
	tag: { tag: name, i18n_tag: { en: name, zh: '羊' }, confidence: 83.4, instances: [] },
});

async function drawn(boxes: Box[], language: 'en' | 'zh' = 'en') {
	const picture = bitmap(WIDTH, HEIGHT, () => [GREY, GREY, GREY, 255]);
	await drawBoxes(picture, boxes, language, pace);
	return (x: number, y: number) => pixelAt(picture, x, y).slice(0, 3);
}

const level = (value: number) => [value, value, value];
const one = box('Person', 100, 100, 120, 60);
const colour = [...colourOf(one.tag)];

describe('a box', () => {
	it('is a line in the colour of its tag, dark outside and light inside', async () => {
		expect([line, halo]).toEqual([1, 1]);
		const at = await drawn([one]);
		for (const y of [130, 140]) {
			const across = [98, 99, 100, 101, 102, 217, 218, 219, 220, 221].map((x) => at(x, y));
			const left = [level(GREY), level(DARK), colour, level(LIGHT), level(GREY)];
			expect(across).toEqual([...left, ...left.toReversed()]);
		}
		const down = [157, 158, 159, 160, 161].map((y) => at(200, y));
		expect(down).toEqual([level(GREY), level(LIGHT), colour, level(DARK), level(GREY)]);
	});

	it('that is smaller lies above a larger one, in whichever order they come', async () => {
		const large = box('Car', 40, 40, 200, 120);
		const small = box('Dog', 230, 90, 20, 20);
		expect(colourOf(large.tag)).not.toEqual(colourOf(small.tag));
		for (const boxes of [
			[large, small],
			[small, large],
		]) {
			const at = await drawn(boxes);
			expect(at(239, 109)).toEqual([...colourOf(small.tag)]);
		}
	});

	it('gives the event loop a turn, and so does its label', async () => {
		let pauses = 0;
		const picture = bitmap(WIDTH, HEIGHT, () => [0, 0, 0, 255]);
		await drawBoxes(picture, [one, one, one], 'en', async () => void pauses++);
		expect(pauses).toBe(6);
	});
});

describe('the label of a box', () => {
	const width = (text: string) => new TextPen(em).measure(text) + 2 * padding;
	const right = 100 + width('Person 83%');

	it('stands above it, in its colour, as wide as its text', async () => {
		const at = await drawn([one]);
		const y = 100 - labelHeight + 2;
		const across = [99, 100, 101, right - 1, right, right + 1].map((x) => at(x, y));
		expect(across).toEqual([
			...[level(DARK), colour, colour],
			...[colour, level(DARK), level(GREY)],
		]);
	});

	it('is written in what is easy to read on its colour, in its middle', async () => {
		const at = await drawn([one]);
		const ink = [...textColourOn(colourOf(one.tag))];
		const rows = Array.from({ length: labelHeight }, (_, i) => 100 - labelHeight + i);
		const columns = Array.from({ length: right - 100 }, (_, i) => 100 + i);
		const isInk = (x: number, y: number) => String(at(x, y)) === String(ink);
		const inked = rows.filter((y) => columns.some((x) => isInk(x, y)));
		const middle = (inked[0]! + inked.at(-1)! + 1) / 2;
		expect(Math.abs(middle - (100 - labelHeight / 2))).toBeLessThanOrEqual(1);
		const first = columns.find((x) => rows.some((y) => isInk(x, y)));
		expect(first).toBeGreaterThanOrEqual(100 + padding);
		expect(first).toBeLessThanOrEqual(100 + padding + 2);
	});

	it('is in the language that is asked for', async () => {
		const at = await drawn([one], 'zh');
		const end = 100 + width('羊 83%');
		expect([at(end - 1, 92), at(end, 92)]).toEqual([colour, level(DARK)]);
	});

	it('keeps off the edges of the picture, however long its text is', async () => {
		const long = box('M'.repeat(48), 100, 100, 120, 60);
		const at = await drawn([long]);
		const edge = Array.from({ length: HEIGHT }, (_, y) => [at(0, y), at(WIDTH - 1, y)]).flat();
		expect(edge.map(String)).not.toContain(String(colourOf(long.tag)));
	});

	it('lies above all boxes', async () => {
		const at = await drawn([one, box('Dog', 105, 80, 10, 12)]);
		const dog = [...colourOf(box('Dog', 0, 0, 1, 1).tag)];
		const y = 100 - labelHeight + 1;
		expect(at(right - 2, y)).toEqual(colour);
		expect(dog).not.toEqual(colour);
		expect([105, 114].map((x) => String(at(x, y))).includes(String(dog))).toBe(false);
	});

	it('is left out in a crowd where others say the same', async () => {
		const crowd = Array.from({ length: 60 }, () => one);
		const at = await drawn(crowd);
		expect(at(100, 130)).toEqual(colour);
	});

	it('is left out where there is no room for any of it', async () => {
		const picture = bitmap(8, 60, () => [GREY, GREY, GREY, 255]);
		await drawBoxes(picture, [box('Person', 2, 30, 4, 20)], 'en', pace);
		for (let y = 0; y < 29; y++)
			for (let x = 0; x < 8; x++) expect(pixelAt(picture, x, y)).toEqual([GREY, GREY, GREY, 255]);
	});
});

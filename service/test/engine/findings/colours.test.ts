import { describe, expect, it } from '@jest/globals';
import { colourFindings } from '../../../src/engine/findings/colours';

/** Pixels of these colours in so many columns. */
function pixelsOf(colours: string[], width = colours.length) {
	const data = new Uint8Array(
		colours.flatMap((colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))),
	);
	return { width, height: colours.length / width, data };
}

const namesOf = (colours: string[], width?: number) =>
	colourFindings(pixelsOf(colours, width)).map(({ label, score }) => [label.en, score]);

describe('the name of a colour', () => {
	it.each([
		['#1e1e1e', 'black', '#1f1f1f', 'grey'],
		['#d8d8d8', 'grey', '#d9d9d9', 'white'],
		['#8f7171', 'grey', '#907070', 'red'],
		['#fa450a', 'red', '#fa460a', 'orange colour'],
		['#fabd0a', 'orange colour', '#fabe0a', 'yellow'],
		['#dbfa0a', 'yellow', '#dafa0a', 'green'],
		['#0afabd', 'green', '#0afabe', 'cyan'],
		['#0abffa', 'cyan', '#0abefa', 'blue'],
		['#590afa', 'blue', '#5a0afa', 'purple'],
		['#fa0aab', 'purple', '#fa0aaa', 'red'],
		['#8c3b28', 'red', '#8c3c28', 'brown'],
		['#8c7228', 'brown', '#8c7328', 'yellow'],
		['#301e0c', 'black', '#321f0c', 'brown'],
		['#b6722e', 'brown', '#b8732e', 'orange colour'],
		['#6f6459', 'grey', '#706458', 'brown'],
		['#b86410', 'brown', '#b9640f', 'orange colour'],
		['#ff4c4c', 'red', '#ff4d4d', 'pink'],
		['#ffd6d6', 'pink', '#ffd7d7', 'white'],
		['#fa9982', 'pink', '#fa9a82', 'red'],
		['#e9dcdc', 'white', '#eadcdc', 'pink'],
		['#fa82d3', 'purple', '#fa82d2', 'pink'],
		['#e6ebf0', 'white', '#e5ebf0', 'blue'],
		['#dcebf0', 'blue', '#dbebf0', 'cyan'],
		['#7f8c28', 'yellow', '#7e8c28', 'green'],
		['#28748c', 'cyan', '#28738c', 'blue'],
		['#49288c', 'blue', '#4a288c', 'purple'],
		['#8c286b', 'purple', '#8c286a', 'red'],
	])('%s is still %s, and %s is %s', (first, one, second, other) => {
		expect(namesOf([first])).toEqual([[one, 1]]);
		expect(namesOf([second])).toEqual([[other, 1]]);
	});

	it('is told in both languages', () => {
		const colours = [
			...['#000000', '#ffffff', '#808080', '#6b4423', '#ffb0c8', '#ff8c00'],
			...['#ffe000', '#20a030', '#00d0e0', '#1030d0', '#8020c0', '#e01010'],
		];
		expect(colourFindings(pixelsOf(colours)).map(({ label }) => label)).toEqual([
			{ en: 'black', zh: '黑色' },
			{ en: 'white', zh: '白色' },
			{ en: 'grey', zh: '灰色' },
			{ en: 'brown', zh: '棕色' },
			{ en: 'pink', zh: '粉色' },
			{ en: 'orange colour', zh: '橙色' },
			{ en: 'yellow', zh: '黄色' },
			{ en: 'green', zh: '绿色' },
			{ en: 'cyan', zh: '青色' },
			{ en: 'blue', zh: '蓝色' },
			{ en: 'purple', zh: '紫色' },
			{ en: 'red', zh: '红色' },
		]);
	});
});

describe('the share of a colour', () => {
	it('is told exactly of a small picture, by its own rows and columns', () => {
		const [black, white] = ['#000000', '#ffffff'];
		expect(namesOf([black, black, white, black, black, black], 3)).toEqual([
			['black', 5 / 6],
			['white', 1 / 6],
		]);
	});

	it('is told from 100 places on each side of a large one, in the middle of what they stand for', () => {
		// Of each three columns the middle one is seen.
		const row = Array.from({ length: 300 }, (_, x) => (x % 3 === 1 ? '#ffffff' : '#000000'));
		expect(namesOf(row)).toEqual([['white', 1]]);
		expect(namesOf(row, 1)).toEqual([['white', 1]]);
	});
});

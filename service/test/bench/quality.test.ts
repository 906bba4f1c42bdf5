import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const judge = pathToFileURL(join(__dirname, '../../bench/quality/judge.mjs')).href;

/** What an expression over the module's exports gives, in a process that takes modules. */
function evaluate(expression: string): unknown {
	const script = `import * as quality from ${JSON.stringify(judge)};
		const broaderOf = (word) => (word === 'cat' ? ['pet', 'animal'] : []);
		const cat = quality.expectationOf({ must: 'cat, Grass', right: 'garden' }, broaderOf);
		const { measure, calibration, given, themeOf } = quality;
		console.log(JSON.stringify(${expression}));`;
	const output = execFileSync(process.execPath, ['--input-type=module', '-e', script]);
	return JSON.parse(output.toString());
}

describe('the judge of tagging quality', () => {
	it('takes listed words and what is broader as right, and all else as wrong', () => {
		expect(evaluate("quality.judge(cat, ['cat', 'animal', 'garden', 'dog'])")).toEqual({
			right: ['cat', 'animal', 'garden'],
			wrong: ['dog'],
			missed: ['Grass'],
		});
	});

	it('misses what must be said unless that very word is said, in whatever case', () => {
		expect(evaluate("quality.judge(cat, ['animal', 'grass']).missed")).toEqual(['cat']);
	});

	it('counts a tag from the threshold on', () => {
		expect(evaluate('given({ a: 0.6, b: 0.59 }, 0.6)')).toEqual(['a']);
	});

	it('measures precision over tags, recall over what must be said, and photos that were helped', () => {
		const photos = `[
			{ expectation: cat, tags: { cat: 0.9, dog: 0.7, garden: 0.5 } },
			{ expectation: cat, tags: { dog: 0.8 } },
		]`;
		expect(evaluate(`measure(${photos}, 0.6)`)).toEqual({
			photos: 2,
			right: 1,
			wrong: 2,
			missed: 3,
			precision: 1 / 3,
			recall: 1 / 4,
			helped: 1 / 2,
			perPhoto: 3 / 2,
		});
	});

	it('compares confidence with truth by tenths', () => {
		const bins = evaluate(
			'calibration([{ expectation: cat, tags: { cat: 0.82, dog: 0.88, garden: 1 } }])',
		) as object[];
		expect(bins[8]).toEqual({ from: 0.8, count: 2, confidence: expect.closeTo(0.85), right: 0.5 });
		expect(bins[9]).toEqual({ from: 0.9, count: 1, confidence: 1, right: 1 });
	});

	it('finds the theme in what must be said before it looks at the rest', () => {
		const themes = evaluate(`[
			themeOf(cat, broaderOf),
			themeOf(quality.expectationOf({ must: 'cup', right: 'drink, person' }, broaderOf), broaderOf),
			themeOf(quality.expectationOf({ must: 'scissors', right: '' }, broaderOf), broaderOf),
		]`);
		expect(themes).toEqual(['animals', 'people', 'things and rooms']);
	});
});

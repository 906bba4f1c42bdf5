import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
	ancestorsOf,
	CLASS_TERMS,
	classesBelow,
	DETECTOR_TERMS,
	TERM_IDS,
	termOf,
	termProbabilities,
} from '../../../src/engine/vocabulary';

const only = (...classes: number[]) =>
	Array.from({ length: 1000 }, (_, n) => (classes.includes(n) ? 1 / classes.length : 0));

describe("ImageNet's classes", () => {
	it('are 1,000, and each has a term', () => {
		expect(CLASS_TERMS).toHaveLength(1000);
		for (const id of CLASS_TERMS) expect(termOf(id).label.en).toBe(id);
	});

	it('have the names that were decided on', () => {
		const path = join(__dirname, '../../../scripts/vocabulary/classes.txt');
		const rows = readFileSync(path, 'utf8').trim().split('\n');
		expect(rows.map((row) => row.split('|')[0])).toEqual(CLASS_TERMS.map((_, n) => String(n)));
		expect(rows.map((row) => row.split('|')[1])).toEqual(CLASS_TERMS);
	});

	it.each([
		[7, 'rooster'],
		[97, 'duck'],
		[134, 'crane'],
		[284, 'Siamese cat'],
		[285, 'cat'],
		[339, 'horse'],
		[437, 'lighthouse'],
		[517, 'construction crane'],
		[638, 'swimsuit'],
		[639, 'swimsuit'],
		[836, 'sunglasses'],
		[837, 'sunglasses'],
		[970, 'mountain'],
		[975, 'lake'],
		[999, 'toilet paper'],
	])('%i is %s', (index, id) => {
		expect(CLASS_TERMS[index]).toBe(id);
	});
});

describe("the detector's columns", () => {
	it('are 90, of which 80 have a term', () => {
		expect(DETECTOR_TERMS).toHaveLength(90);
		const named = DETECTOR_TERMS.filter((id) => id !== null);
		expect(new Set(named).size).toBe(80);
		for (const id of named) expect(TERM_IDS).toContain(id);
	});

	it.each([
		[0, 'person'],
		[16, 'cat'],
		[25, null],
		[76, 'cell phone'],
		[89, 'toothbrush'],
	])('%i is %s', (column, id) => {
		expect(DETECTOR_TERMS[column]).toBe(id);
	});
});

describe('the probability of a term', () => {
	it('is the sum of the classes below it', () => {
		const shared = termProbabilities(only(207, 208, 285, 407));
		const percent = (id: string) => Math.round(100 * (shared.get(id) ?? 0));
		expect(percent('golden retriever')).toBe(25);
		expect(percent('retriever')).toBe(50);
		expect(percent('dog')).toBe(50);
		expect(percent('animal')).toBe(75);
		expect(percent('vehicle')).toBe(25);
		expect(percent('bird')).toBe(0);
	});

	it('counts a class once that is below a term in two ways', () => {
		expect(termProbabilities(only(33)).get('animal')).toBe(1);
	});

	it('joins the classes of one term', () => {
		expect(termProbabilities(only(836, 837)).get('sunglasses')).toBe(1);
	});

	it('is never less than that of a narrower term, nor more than 1', () => {
		const probability = fc.float({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(fc.array(probability, { minLength: 1000, maxLength: 1000 }), (scores) => {
				const total = scores.reduce((sum, score) => sum + score, 0) || 1;
				const sums = termProbabilities(Float32Array.from(scores, (score) => score / total));
				const wrong = [...sums].filter(
					([id, sum]) =>
						sum > 1 || termOf(id).broader.some((broader) => (sums.get(broader) ?? 0) < sum),
				);
				expect(wrong).toEqual([]);
			}),
			{ numRuns: 25 },
		);
	});

	it('is left out for terms that no class is below', () => {
		expect(termProbabilities(only(0)).has('night')).toBe(false);
		expect(classesBelow('night')).toEqual([]);
	});

	it('is refused for another number of classes', () => {
		expect(() => termProbabilities([1])).toThrow(
			'The classifier gave 1 probabilities for 1000 classes.',
		);
	});

	it('reaches every class from each of its ancestors', () => {
		const missed = CLASS_TERMS.filter((id, index) =>
			[id, ...ancestorsOf(id)].some((ancestor) => !classesBelow(ancestor).includes(index)),
		);
		expect(missed).toEqual([]);
	});
});

import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../src/engine/findings';
import { consistent } from '../../../src/engine/findings/consistency';
import { boxesOf, detectedTerms } from '../../../src/engine/findings/judgement/detected';
import {
	contextOf,
	sceneEvidence,
	type Context,
} from '../../../src/engine/findings/judgement/evidence';
import { sceneTerms } from '../../../src/engine/findings/judgement/scenes';
import {
	EXCLUSIVE_OF_ONE,
	logOdds,
	SCENE,
	sigmoid,
	weigh,
} from '../../../src/engine/findings/judgement/weights';
import type { Views } from '../../../src/engine/views';
import { CLASS_TERMS, DETECTOR_TERMS } from '../../../src/engine/vocabulary';

const box = (left: number) => ({ left, top: 0, width: 10, height: 10 });
const instances = (...scores: number[]) => scores.map((score, i) => ({ score, box: box(i * 100) }));
const detected = (term: string | null, ...scores: number[]) => ({
	column: DETECTOR_TERMS.indexOf(term),
	instances: instances(...scores),
});
const nothing = contextOf([]);
const none = () => new Float32Array(CLASS_TERMS.length);

describe('the boxes of a term', () => {
	it.each([
		[0.5, 0.7],
		[0.7, 0.5],
	])('are also those of what is narrower, of which the best counts', (chair, couch) => {
		const found = [
			{ term: 'chair', instances: instances(chair, 0.1) },
			{ term: 'couch', instances: instances(couch) },
		];
		expect(Object.fromEntries(boxesOf(found))).toEqual({ chair, couch, furniture: 0.7 });
	});

	it('are none where a column of the detector means nothing', () => {
		expect(detectedTerms([detected(null, 0.9)], undefined, nothing)).toEqual([]);
	});

	it('are good from a score of two fifths on', () => {
		const best = (...scores: number[]) =>
			detectedTerms([detected('sheep', ...scores)], none(), nothing)[0]?.instances[0]?.score ?? 0;
		expect(best(0.8, 0.4)).toBeGreaterThan(best(0.8, 0.39));
		expect(best(0.8, 0.39)).toBe(best(0.8));
	});
});

describe('a word of the scene', () => {
	it('is weighed with the sum of what the classifier sees of it', () => {
		const probabilities = none();
		probabilities[CLASS_TERMS.indexOf('beagle')] = 0.5;
		probabilities[CLASS_TERMS.indexOf('zebra')] = 0.25;
		const scenes = [{ term: 'animal', score: 0.7 }];
		const evidence = sceneEvidence('animal', 0.7, 0.75, 0);
		expect(sceneTerms(scenes, probabilities, new Map()).get('animal')).toBe(
			weigh(SCENE, evidence!),
		);
	});

	it('has no boxes', () => {
		expect(answer({ scenes: [{ term: 'sky', score: 0.9 }] }).get('sky')?.instances).toEqual([]);
	});
});

/** What is answered of one grey pixel, by label. */
function answer(views: Partial<Views>) {
	const size = { width: 1000, height: 1000 };
	const pixels = { width: 1, height: 1, data: new Uint8Array([128, 128, 128]) };
	const findings = judge({ size, pixels, detections: [], own: [], ...views });
	return new Map(findings.map((finding) => [finding.label.en, finding]));
}

describe('what two views say of one term', () => {
	const scene = (score: number) => [{ term: 'people', score }];
	const persons = { detections: [detected('person', 0.9, 0.6)] };

	it.each([
		['is as sure as the surer one', 0.5, 0.6, 'person'],
		['is as sure as the surer one, whichever that is', 0.7, 0.7, undefined],
		['follows from what was found first, when both are as sure', 0.6, 0.6, 'person'],
	])('%s', (_which, score, expected, derivedFrom) => {
		const people = answer({ ...persons, scenes: scene(score) }).get('people');
		expect([people?.score, people?.derivedFrom]).toEqual([expected, derivedFrom]);
	});
});

describe('what goes with a thing', () => {
	const fitting = (odds: number): Context => ({ knows: () => false, fit: () => odds });
	const snow = (odds: number) =>
		consistent(new Map([['Arctic fox', { confidence: 0.8 }]]), [], fitting(odds)).get('snow')
			?.confidence;

	it('is as likely as it is beside that, and less where the scene has none, but no more where it has', () => {
		const expected = logOdds(0.8 * 0.6);
		expect(snow(0)).toBe(sigmoid(expected));
		expect(snow(-2)).toBe(sigmoid(expected - 0.6));
		expect(snow(2)).toBe(sigmoid(expected));
	});
});

describe('two terms that contradict each other', () => {
	it('lower the second when they are as likely', () => {
		const both = ['indoors', 'outdoors'].map((term) => [term, { confidence: 0.6 }] as const);
		const left = consistent(new Map(both), [[['indoors', 'outdoors']]], nothing);
		expect(left.get('indoors')?.confidence).toBe(0.6);
		expect(left.get('outdoors')?.confidence).toBeCloseTo(0.24, 12);
	});

	it('are in the table of kinds once, and none is with itself', () => {
		const pairs = EXCLUSIVE_OF_ONE.map((pair) => [...pair].sort().join(' or '));
		expect(new Set(pairs).size).toBe(pairs.length);
		for (const [a, b] of EXCLUSIVE_OF_ONE) expect(a).not.toBe(b);
	});
});

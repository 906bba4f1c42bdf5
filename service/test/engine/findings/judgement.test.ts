import { describe, expect, it } from '@jest/globals';
import { judge } from '../../../src/engine/findings';
import type { Finding } from '../../../src/engine';
import type { Views } from '../../../src/engine/views';
import { CLASS_TERMS, DETECTOR_TERMS } from '../../../src/engine/vocabulary';

const size = { width: 100, height: 100 };
/** One grey pixel; what it adds are colours, which aren't looked at here. */
const pixels = { width: 1, height: 1, data: new Uint8Array([128, 128, 128]) };
const box = { left: 10, top: 10, width: 50, height: 50 };

/** Probabilities of the first class of each term, the rest spread evenly over all others. */
function probabilities(of: Record<string, number>): Float32Array {
	const left = 1 - Object.values(of).reduce((sum, one) => sum + one, 0);
	const all = new Float32Array(CLASS_TERMS.length).fill(left / CLASS_TERMS.length);
	for (const [term, probability] of Object.entries(of))
		all[CLASS_TERMS.indexOf(term)] = probability;
	return all;
}

const detected = (term: string, ...scores: number[]) => ({
	column: DETECTOR_TERMS.indexOf(term),
	instances: scores.map((score, i) => ({ score, box: { ...box, left: i * 100 } })),
});

const scenes = (scores: Record<string, number>) =>
	Object.entries(scores).map(([term, score]) => ({ term, score }));

function tags(views: Partial<Views>): Map<string, Finding> {
	const findings = judge({ size, pixels, detections: [], own: [], ...views });
	return new Map(findings.map((finding) => [finding.label.en, finding]));
}

const score = (views: Partial<Views>, term: string) => tags(views).get(term)?.score ?? 0;

describe('what the classifier sees', () => {
	it('is surely a dog when it is unsure of the breed', () => {
		const breeds = probabilities({ beagle: 0.3, 'basset hound': 0.3, bloodhound: 0.3 });
		const answer = tags({ probabilities: breeds });
		expect(answer.get('dog')!.score).toBeGreaterThan(0.8);
		expect(answer.get('animal')!.score).toBeGreaterThanOrEqual(answer.get('dog')!.score);
		expect(answer.get('beagle')!.score).toBeLessThan(0.5);
	});

	it('counts for less in a scene where it does not belong', () => {
		const jellyfish = { probabilities: probabilities({ jellyfish: 0.5 }) };
		const inStars = { ...jellyfish, scenes: scenes({ animal: 0.02 }) };
		const inWater = { ...jellyfish, scenes: scenes({ animal: 0.9 }) };
		expect(score(inStars, 'jellyfish')).toBeLessThan(score(jellyfish, 'jellyfish'));
		expect(score(inWater, 'jellyfish')).toBeGreaterThan(score(jellyfish, 'jellyfish'));
	});

	it('is doubted more when it is of a kind that is easily mistaken', () => {
		const seen = (term: string) => score({ probabilities: probabilities({ [term]: 0.7 }) }, term);
		expect(seen('bassoon')).toBeLessThan(seen('castle'));
	});
});

describe('what several views see', () => {
	const beagle = { probabilities: probabilities({ beagle: 0.4 }) };
	const box = { detections: [detected('dog', 0.7)] };

	it('is surer of a term of the classifier where the detector has a box of it', () => {
		expect(score({ ...beagle, ...box }, 'pet')).toBeGreaterThan(score(beagle, 'pet'));
		expect(score({ ...beagle, ...box }, 'beagle')).toBe(score(beagle, 'beagle'));
	});

	it('is surer of a word of the scene where the detector has a box of something narrower', () => {
		const scene = { scenes: scenes({ furniture: 0.4 }), probabilities: probabilities({}) };
		const chair = { ...scene, detections: [detected('chair', 0.5)] };
		expect(score(chair, 'furniture')).toBeGreaterThan(score(scene, 'furniture'));
	});

	it('is less sure of a word of the scene where the classifier, with many classes of it, sees none', () => {
		const scene = { scenes: scenes({ animal: 0.7 }) };
		const castle = { ...scene, probabilities: probabilities({ castle: 0.999 }) };
		const dog = { ...scene, probabilities: probabilities({ beagle: 0.999 }) };
		expect(score(castle, 'animal')).toBeLessThan(score(scene, 'animal'));
		expect(score(dog, 'animal')).toBeGreaterThan(score(scene, 'animal'));
	});
});

describe('what the detector finds', () => {
	const bear = { detections: [detected('bear', 0.9)] };

	it('is believed sooner when there are several, where the classifier sees something else', () => {
		const llama = probabilities({ llama: 0.5 });
		const flock = (...scores: number[]) =>
			score({ detections: [detected('sheep', ...scores)], probabilities: llama }, 'sheep');
		expect(flock(0.8, 0.7, 0.6)).toBeGreaterThan(flock(0.8));
		expect(flock(0.8, 0.1, 0.1)).toBe(flock(0.8));
	});

	it('keeps its scores where nothing else looks', () => {
		const found = tags({ detections: [detected('bear', 0.9, 0.4)] }).get('bear')!;
		expect(found.score).toBe(0.9);
		expect(found.instances.map((one) => one.score)).toEqual([0.9, 0.4]);
	});

	it('falls where the classifier sees another of its kind, and rises where it sees the same', () => {
		const rival = { ...bear, probabilities: probabilities({ gorilla: 0.9 }) };
		const agreed = { ...bear, probabilities: probabilities({ 'brown bear': 0.9 }) };
		expect(score(rival, 'bear')).toBeLessThan(0.5);
		expect(score(agreed, 'bear')).toBeGreaterThan(0.9);
	});

	it('stays when it is a person, for whom the classifier has no class', () => {
		const views = {
			detections: [detected('person', 0.9)],
			probabilities: probabilities({ castle: 0.6 }),
			scenes: scenes({ person: 0.7 }),
		};
		expect(score(views, 'person')).toBeGreaterThan(0.7);
	});

	it('is believed sooner of things at home and at desks, where it learnt most', () => {
		const seen = (term: string) =>
			score(
				{ detections: [detected(term, 0.7)], probabilities: probabilities({ castle: 0.9 }) },
				term,
			);
		expect(seen('bed')).toBeGreaterThan(seen('kite'));
	});

	it('has boxes whose scores follow the judgement, best first', () => {
		const views = {
			detections: [detected('bear', 0.8, 0.4)],
			probabilities: probabilities({ 'brown bear': 0.9 }),
		};
		const { score: best, instances } = tags(views).get('bear')!;
		expect(instances.map((one) => one.score / best)).toEqual([
			expect.closeTo(1, 12),
			expect.closeTo(0.5, 5),
		]);
	});

	it('is no evidence where a box scores less than those that judgements were learned from', () => {
		const bed = (box: number) =>
			tags({
				detections: [detected('bed', box)],
				probabilities: probabilities({ castle: 0.9 }),
			}).get('bed');
		expect(bed(0.19)).toBeUndefined();
		expect(bed(0.2)!.score).toBeGreaterThan(0.2);
	});

	it('is a person by its boxes where the scene has none of it, and by the scene less without a box', () => {
		const person = (box: number[], scene: number) =>
			score(
				{
					detections: box.length > 0 ? [detected('person', ...box)] : [],
					probabilities: probabilities({ castle: 0.9 }),
					scenes: scenes({ person: scene }),
				},
				'person',
			);
		expect(person([0.9], 0.3)).toBeGreaterThan(0.8);
		expect(person([0.25], 0.05)).toBeLessThan(0.2);
		expect(person([], 0.6)).toBeLessThan(0.5);
		expect(person([0.3], 0.6)).toBeGreaterThan(person([], 0.6));
	});

	it('is one finding where two columns have one word, or two views', () => {
		const views = {
			detections: [detected('dog', 0.9)],
			probabilities: probabilities({ beagle: 0.8 }),
			scenes: scenes({ animal: 0.9 }),
		};
		const labels = judge({ size, pixels, own: [], ...views }).map(({ label }) => label.en);
		expect(new Set(labels).size).toBe(labels.length);
		expect(labels.filter((label) => label === 'animal')).toHaveLength(1);
	});
});

describe('what the detector finds, by what is beside it', () => {
	const keyboard = detected('keyboard', 0.9);

	it('is people, as sure as the second person is', () => {
		const answer = tags({ detections: [detected('person', 0.9, 0.7, 0.6)] });
		expect(answer.get('people')!.score).toBe(0.7);
		expect(tags({ detections: [detected('person', 0.9)] }).has('people')).toBe(false);
	});

	it('names the person whom people follow from', () => {
		const answer = tags({ detections: [detected('person', 0.9, 0.7)] });
		expect(answer.get('people')!.derivedFrom).toBe('person');
		expect(answer.get('person')).not.toHaveProperty('derivedFrom');
	});

	it.each([
		['a keyboard', keyboard],
		['a mouse', detected('mouse', 0.9)],
		['a keyboard that is just good enough', detected('keyboard', 0.4)],
	])('is a monitor and no TV beside %s', (_what, beside) => {
		const answer = tags({ detections: [detected('tv', 0.8), beside] });
		expect(answer.get('monitor')!.instances).toHaveLength(1);
		expect(answer.has('tv')).toBe(false);
	});

	it.each([
		['alone', []],
		['where the keyboard is a guess', [detected('keyboard', 0.2)]],
		['where the keyboard may be that of a laptop', [keyboard, detected('laptop', 0.8)]],
	])('stays a TV %s', (_case, others) => {
		const answer = tags({ detections: [detected('tv', 0.8), ...others] });
		expect(answer.get('tv')!.score).toBe(0.8);
		expect(answer.has('monitor')).toBe(false);
	});
});

const KINDS_OF_ANIMAL = [
	...['mammal', 'bird', 'fish', 'reptile', 'amphibian', 'crustacean', 'insect', 'spider'],
];

describe('what contradicts', () => {
	it('goes with all that is narrower, and with what follows from it', () => {
		const answer = tags({
			probabilities: probabilities({ lionfish: 0.8 }),
			scenes: scenes({ underwater: 0.95, animal: 0.9 }),
			detections: [detected('bear', 0.85)],
		});
		expect(answer.get('fish')!.score).toBeGreaterThan(0.8);
		for (const term of ['bear', 'mammal', 'wildlife'])
			expect(answer.get(term)?.score ?? 0).toBeLessThan(0.4);
	});

	it('is of one kind of animal', () => {
		const answer = tags({
			probabilities: probabilities({ chameleon: 0.55, robin: 0.4 }),
			scenes: scenes({ animal: 0.95 }),
		});
		expect(answer.get('reptile')!.score).toBeGreaterThan(0.7);
		expect(answer.get('bird')?.score ?? 0).toBeLessThan(0.2);
	});

	it.each([
		['leaves two animals that have a box each', 0.8, 0.8],
		['leaves one whose box is as good as not', 0.5, 0.5],
		['lowers one whose box is a guess', 0.4, 0.4 * 0.1],
	])('%s, where a scene is seen too', (_what, box, expected) => {
		const detections = [detected('cow', 0.9), detected('bird', box)];
		const answer = tags({ detections, scenes: scenes({ animal: 0.9 }) });
		expect(answer.get('cow')!.score).toBe(0.9);
		expect(answer.get('bird')?.score ?? 0.04).toBeCloseTo(expected, 6);
		// Alone, the detector is told as it is.
		expect(score({ detections }, 'bird')).toBe(box);
	});

	it('leaves two animals that have a box each', () => {
		const answer = tags({ detections: [detected('cow', 0.9), detected('bird', 0.8)] });
		expect(answer.get('cow')!.score).toBe(0.9);
		expect(answer.get('bird')!.score).toBe(0.8);
	});

	it('takes a cat for no wild one', () => {
		const answer = tags({
			detections: [detected('cat', 0.95)],
			probabilities: probabilities({ 'tabby cat': 0.5, lynx: 0.4 }),
			scenes: scenes({ animal: 0.95 }),
		});
		expect(answer.get('pet')!.score).toBeGreaterThan(0.9);
		for (const term of ['wildlife', 'big cat', 'lynx'])
			expect(answer.get(term)?.score ?? 0).toBeLessThan(0.1);
	});

	it.each([
		...['sky', 'night', 'snow', 'sunset', 'city'].map((term) => ['underwater', term]),
		...['cat', 'dog', 'horse', 'sheep', 'cow', 'elephant', 'bear', 'zebra', 'giraffe'].map(
			(term) => ['underwater', term],
		),
		...['traffic light', 'fire hydrant', 'stop sign', 'parking meter'].map((term) => [
			'indoors',
			term,
		]),
		...['outdoors', 'landscape', 'sky'].map((term) => ['plain background', term]),
		['sea', 'lake'],
		['indoors', 'outdoors'],
		['pet', 'wildlife'],
		...KINDS_OF_ANIMAL.flatMap((one, i) => KINDS_OF_ANIMAL.slice(i + 1).map((two) => [one, two])),
	] as [string, string][])('is not both %s and %s', (sure, unsure) => {
		const alone = (term: string, odds: number) => score({ scenes: scenes({ [term]: odds }) }, term);
		for (const [surer, other] of [
			[sure, unsure],
			[unsure, sure],
		] as const) {
			const answer = tags({ scenes: scenes({ [surer]: 0.9, [other]: 0.7 }) });
			const believed = alone(surer, 0.9);
			expect(answer.get(surer)!.score).toBe(believed);
			const left = alone(other, 0.7) * (1 - believed);
			expect(answer.get(other)?.score ?? 0).toBeLessThanOrEqual(left + 1e-6);
		}
	});

	it('does not come back with what goes with something else', () => {
		const answer = tags({
			detections: [detected('airplane', 0.9)],
			scenes: scenes({ indoors: 0.95 }),
		});
		expect(answer.get('airplane')!.score).toBe(0.9);
		expect(answer.get('outdoors')!.score).toBeCloseTo(0.05, 6);
	});
});

describe('what follows', () => {
	it('is named with what it follows from', () => {
		const answer = tags({ scenes: scenes({ mountain: 0.9, landscape: 0.5 }) });
		expect(answer.get('landscape')).toMatchObject({ score: 0.9, derivedFrom: 'mountain' });
	});

	it('never leaves a broader term less sure than a narrower one', () => {
		const answer = tags({
			detections: [detected('sheep', 0.9)],
			probabilities: probabilities({ sheep: 0.9 }),
		});
		expect(answer.get('animal')!.score).toBeGreaterThanOrEqual(answer.get('sheep')!.score);
	});

	it('gives a suit the person in it', () => {
		const person = tags({ probabilities: probabilities({ suit: 0.95 }) }).get('person')!;
		expect(person.derivedFrom).toBe('suit');
		expect(person.score).toBeGreaterThan(0.5);
	});

	it('gives it less of one where the scene says that nobody is there', () => {
		const suit = { probabilities: probabilities({ suit: 0.95 }) };
		const without = score({ ...suit, scenes: scenes({ person: 0.2 }) }, 'person');
		expect(without).toBeLessThan(score(suit, 'person'));
	});

	it('is either indoors or outdoors', () => {
		const answer = tags({ scenes: scenes({ indoors: 0.8, outdoors: 0.7 }) });
		expect(answer.get('indoors')!.score).toBe(0.8);
		expect(answer.get('outdoors')!.score).toBeCloseTo(0.7 * 0.2, 6);
	});
});

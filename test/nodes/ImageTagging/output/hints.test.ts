import type { IExecuteFunctions, NodeExecutionHint } from 'n8n-workflow';

import type { BatchReport } from '../../../../batch/batch';
import { localFailure } from '../../../../huawei-cloud/errors/failure';
import type { ImageWarning } from '../../../../images/validate';
import type { KnownImage, TaggedImage } from '../../../../nodes/ImageTagging/image';
import { failed } from '../../../../nodes/ImageTagging/image-failure';
import { addHints } from '../../../../nodes/ImageTagging/output/hints';
import type { ItemParameters } from '../../../../nodes/ImageTagging/parameters/read';

const quiet = { total: 0, done: 0, failed: 0, retried: 0, fetchedAgain: 0, throttled: 0 };

type Given = Omit<Partial<TaggedImage>, 'parameters'> & { parameters?: Partial<ItemParameters> };

/** An image with one tag, unless `given` says otherwise. */
const tagged = ({ parameters, ...given }: Given = {}): TaggedImage => ({
	image: { source: 'binary' },
	warnings: [],
	items: [{ tag: 'cat' }],
	given: 1,
	kept: 1,
	files: {},
	problems: [],
	...given,
	parameters: { apiVersion: 'v2', output: 'tags', ...parameters } as ItemParameters,
});

const failedWith = (warnings: ImageWarning[]) => {
	const known: KnownImage = { image: { source: 'binary' }, warnings };
	return {
		...failed<TaggedImage>(localFailure('image', 'X', 'Bad.', 'Good.'), known),
		attempts: 1,
	};
};

function hintsFor(images: Given[], report: Partial<BatchReport> = {}, others: object[] = []) {
	const hints: NodeExecutionHint[] = [];
	let calls = 0;
	const addExecutionHints = (...added: NodeExecutionHint[]) => {
		calls++;
		hints.push(...added);
	};
	const outcomes = images.map((image) => ({
		ok: true as const,
		value: tagged(image),
		attempts: 1,
	}));
	addHints({ addExecutionHints } as unknown as IExecuteFunctions, { ...quiet, ...report }, [
		...outcomes,
		...(others as typeof outcomes),
	]);
	expect(calls).toBe(hints.length > 0 ? 1 : 0);
	for (const hint of hints) expect(hint).toMatchObject({ type: 'warning', location: 'outputPane' });
	return hints.map(({ message }) => message);
}

const none = { given: 0, kept: 0, items: [] };
const filtered = { given: 3, kept: 0, items: [] };

describe('the hint on images without tags', () => {
	const UNSURE = (threshold: number) =>
		`The service was not sure enough of anything: lower the option Threshold (${threshold} was used) to see less certain tags.`;
	const FILTERED = 'had tags, but none passed Tag Types, Include Tags and Exclude Tags.';

	it.each<[string, Given[], string[]]>([
		['is none where all have tags', [{}, {}], []],
		['is none without images', [], []],
		['names the threshold of v2', [none], [`1 image of 1 gave no tags. ${UNSURE(60)}`]],
		[
			'names the threshold of v1.0',
			[{ ...none, parameters: { apiVersion: 'v1.0' } }, {}],
			[`1 image of 2 gave no tags. ${UNSURE(0)}`],
		],
		[
			'names the threshold that was given, be it 0',
			[
				{ ...none, parameters: { threshold: 0 } },
				{ ...none, parameters: { threshold: 99 } },
			],
			[`2 images of 2 gave no tags. ${UNSURE(0)}`],
		],
		[
			'names the filters where they took all',
			[filtered, {}],
			[`1 image of 2 gave no tags. All of them ${FILTERED}`],
		],
		[
			'tells how many the filters took',
			[filtered, none, none],
			[`3 images of 3 gave no tags. 1 of them ${FILTERED}`],
		],
	])('%s', (_, images, hints) => {
		expect(hintsFor(images)).toEqual(hints);
	});
});

describe('the hint on images with tags and without objects', () => {
	const objects = { parameters: { output: 'objects' as const }, items: [] };
	const V2 =
		'The service gives bounding boxes of common objects only: set Output to One Item per Tag to see all tags.';

	it.each<[string, Given[], string[]]>([
		[
			'says what v2 has boxes for',
			[objects, { ...objects, items: [{ tag: null }] }],
			[`2 images of 2 gave tags, but no objects. ${V2}`],
		],
		[
			'says that v1.0 has none',
			[{ ...objects, parameters: { ...objects.parameters, apiVersion: 'v1.0' } }, {}],
			[
				'1 image of 2 gave tags, but no objects. API Version V1.0 has no bounding boxes: use V2 for them.',
			],
		],
		['is none in another output', [{ items: [] }], []],
		['is none where there are objects', [{ ...objects, items: [{ tag: 'cat' }] }], []],
	])('%s', (_, images, hints) => {
		expect(hintsFor(images)).toEqual(hints);
	});

	it('is none where there are no tags, which has a hint of its own', () => {
		const hints = hintsFor([{ ...none, parameters: { output: 'objects' } }]);
		expect(hints).toEqual([expect.stringContaining('gave no tags')]);
	});
});

describe('the hint on files that were not made', () => {
	it('has the number of each kind, with the first reason', () => {
		const drawn = (reason: string) => ({ outcome: 'could not be drawn on', reason });
		const written = { outcome: 'could not be given the tags', reason: 'C.' };
		expect(hintsFor([{ problems: [drawn('A.'), written] }, { problems: [drawn('B.')] }])).toEqual([
			'2 images could not be drawn on. A.',
			'1 image could not be given the tags. C.',
		]);
	});
});

describe('the hint on raw answers of shrunk images', () => {
	const shrunk = (width: number, output: ItemParameters['output'] = 'raw'): Given => ({
		image: { source: 'binary', width, height: 10, sent_width: width / 2, sent_height: 5 },
		parameters: { output },
	});
	const BOXES =
		'Boxes in a raw answer are in the pixels of what was sent; every other Output gives them in those of the original.';

	it.each<[string, Given[], string[]]>([
		[
			'tells the sides',
			[shrunk(20), {}],
			[`1 image was shrunk before sending (10 × 5 px instead of 20 × 10). ${BOXES}`],
		],
		[
			'tells those of the first of several',
			[shrunk(20), shrunk(40)],
			[`2 images were shrunk before sending (the first: 10 × 5 px instead of 20 × 10). ${BOXES}`],
		],
		['is none in another output', [shrunk(20, 'images')], []],
		['is none where nothing was shrunk', [{ parameters: { output: 'raw' } }], []],
	])('%s', (_, images, hints) => {
		expect(hintsFor(images)).toEqual(hints);
	});
});

describe('the hint on warnings', () => {
	const webp = { kind: 'newFormat' as const, format: 'WEBP' };
	const lie = (declared: string) => ({ kind: 'declaredType' as const, declared, format: 'JPG' });
	const NEWER =
		'WEBP, which only newer editions of the service take. Where one is refused, convert it to JPG or PNG before this node.';
	const HARMLESS = 'It does no harm here, but later nodes may go by the declared type.';

	it.each<[string, ImageWarning[], string[]]>([
		['of one new format', [webp], [`1 image is ${NEWER}`]],
		['of several', [webp, webp], [`2 images are ${NEWER}`]],
		[
			'of one declared type',
			[lie('image/png')],
			[
				`1 image is not of the declared type (image/png is declared, the bytes are JPG). ${HARMLESS}`,
			],
		],
		[
			'of several, with the first',
			[lie('image/png'), lie('image/gif')],
			[
				`2 images are not of the declared type (the first: image/png is declared, the bytes are JPG). ${HARMLESS}`,
			],
		],
	])('%s', (_, warnings, hints) => {
		expect(hintsFor([{ warnings }])).toEqual(hints);
		expect(hintsFor([{}], {}, [failedWith(warnings)])).toEqual(hints);
	});

	it('is none of images that nothing is known of', () => {
		const unknown = { ...failedWith([]), failure: { ...failedWith([]).failure, known: undefined } };
		expect(hintsFor([{}], {}, [unknown])).toEqual([]);
	});
});

describe('the hint on trouble', () => {
	const SLOW =
		' The service throttled: lower Max Concurrency or ask for a higher quota if that matters.';
	const report = { total: 5, done: 4, failed: 1 };

	it.each<[string, Partial<BatchReport>, string[]]>([
		['is none where there was none, failures or not', report, []],
		[
			'counts attempts',
			{ ...report, retried: 1 },
			['4 of 5 images tagged, 1 failed; 1 attempt repeated, 0 answers throttled.'],
		],
		[
			'counts downloads',
			{ ...report, fetchedAgain: 2 },
			[
				'4 of 5 images tagged, 1 failed; 0 attempts repeated, 2 downloads repeated, 0 answers throttled.',
			],
		],
		[
			'counts throttled answers, and says what helps',
			{ ...report, total: 1, throttled: 1 },
			[`4 of 1 image tagged, 1 failed; 0 attempts repeated, 1 answer throttled.${SLOW}`],
		],
	])('%s', (_, counts, hints) => {
		expect(hintsFor([{}], counts)).toEqual(hints);
	});
});

it('an execution that was stopped gives no hint on images that have no outcome', () => {
	expect(hintsFor([{}], {}, [undefined as unknown as object])).toEqual([]);
});

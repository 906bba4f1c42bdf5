import type { RunningService } from '../../support/service';
import { pages, readPage, type Page } from '../support/pages';
import { demoRows, rowsOf } from './demo';
import { failure, firstLine, item, wrongPassword, type Maker } from './made';
import { startRig, type Rig } from './rig';
import { configuration, model, models, type Taker } from './taken';

type Origin = { made: Maker } | { taken: Taker };

const made = (maker: Maker): Origin => ({ made: maker });
const taken = (taker: Taker): Origin => ({ taken: taker });

const output = (language: 'en' | 'zh'): Origin[] => [
	made(item('tags', language, 7, 0)),
	made(item('images', language)),
	made(item('objects', language)),
	made(item('raw', language)),
	made(failure),
];

/** Where the JSON of each page comes from, in the page's order: what makes it, or what takes it. */
const SAMPLES: Record<string, Origin[]> = {
	'README.md': [made(firstLine)],
	'README.zh-CN.md': [made(firstLine)],
	'docs/output.md': output('en'),
	'docs/output.zh-CN.md': output('zh'),
	'service/README.md': [made(firstLine), taken(configuration)],
	'service/docs/api.md': [made(wrongPassword)],
	'service/docs/models.md': [taken(models), taken(model)],
};

/** What differs between runs, and what stands for it in a page. */
const VOLATILE: Array<[RegExp, string]> = [[/(?<="http:\/\/127\.0\.0\.1:)\d+/g, '8089']];

/** Processors add up a model's numbers in other orders: a share by which a number may differ. */
const ROUNDING = 2e-4;

/** An expression of n8n begins with two braces, as no JSON does. */
const LOOKS_LIKE_JSON = /^\s*(?:\{\s*"|\[\s*["{])/;

/** The page's JSON: first what stands in sentences, then blocks. */
const jsonOf = ({ inline, blocks }: Page): string[] => [
	...inline.filter((code) => LOOKS_LIKE_JSON.test(code)),
	...blocks
		.filter(({ language, text }) => language === 'json' || LOOKS_LIKE_JSON.test(text))
		.map(({ text }) => text),
];

/** A real value with the numbers of the page where they are the same but for rounding. */
function withNumbersOf(page: unknown, real: unknown): unknown {
	if (typeof real === 'number' && typeof page === 'number')
		return Math.abs(real - page) <= ROUNDING * Math.abs(page) ? page : real;
	if (typeof real !== 'object' || real === null) return real;
	const inner = (key: string) => (page as Record<string, unknown> | undefined)?.[key];
	const entries = Object.entries(real).map(([key, value]) => [
		key,
		withNumbersOf(inner(key), value),
	]);
	return Array.isArray(real) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

/** Both as text, so that the order of keys counts. */
function texts(page: unknown, real: unknown): [page: string, real: string] {
	const shown = (value: unknown) => JSON.stringify(value, null, '\t');
	const settled = VOLATILE.reduce(
		(text, [pattern, written]) => text.replace(pattern, written),
		shown(withNumbersOf(page, real)),
	);
	return [shown(page), settled];
}

let rig: Rig;
let service: RunningService;
/** Uses of samples by their JSON: several pages have the same one. */
const used = new Map<string, Promise<void>>();

beforeAll(async () => {
	rig = await startRig();
	service = await rig.serve();
});

afterAll(() => rig?.stop());

const shown = Object.fromEntries(
	pages()
		.map((page) => [page.path, jsonOf(page)] as const)
		.filter(([, samples]) => samples.length > 0),
);

it('every JSON sample of every page has an origin, and every origin its sample', () => {
	const counts = (samples: Record<string, unknown[]>) =>
		Object.fromEntries(Object.entries(samples).map(([path, { length }]) => [path, length]));
	expect(counts(shown)).toEqual(counts(SAMPLES));
});

describe.each(Object.entries(shown))('%s', (path, samples) => {
	it.each(
		samples.map((text, index) => ({ number: index + 1, text, origin: SAMPLES[path]?.[index] })),
	)('JSON sample $number is what really comes out or goes in', async ({ text, origin }) => {
		const sample: unknown = JSON.parse(text);
		if (!origin) throw new Error('Nothing is known to make or take it');
		if ('taken' in origin) {
			const same = JSON.stringify(sample);
			const use = used.get(same) ?? origin.taken(sample, rig);
			used.set(same, use);
			return await use;
		}
		const [page, real] = texts(sample, await origin.made(rig, service));
		expect(page).toBe(real);
	});
});

it.each([
	['README.md', 'en'],
	['README.zh-CN.md', 'zh'],
] as const)('%s shows rows that the demo prints', async (path, language) => {
	const tables = readPage(path).blocks.filter(({ text }) => text.startsWith('Picture '));
	const rows = tables.flatMap(({ text }) => rowsOf(text));
	expect(rows.length).toBeGreaterThan(0);
	const names = [...new Set(rows.map(([name = '']) => name))];
	const printed = await demoRows(names, language, rig, service);
	expect(printed).toEqual(expect.arrayContaining(rows));
});

it('sees another value, another order, a missing field and another number, and no rounding', () => {
	const real = { tag: 'cup', confidence: 98.67, instances: [{ left: 0.27611318 }] };
	const same = (page: object): boolean => {
		const [written, made] = texts(page, real);
		return written === made;
	};
	expect(same({ ...real, instances: [{ left: 0.276113 }] })).toBe(true);
	expect(same({ ...real, instances: [{ left: 0.277 }] })).toBe(false);
	expect(same({ ...real, tag: 'mug' })).toBe(false);
	expect(same({ ...real, confidence: '98.67' })).toBe(false);
	expect(same({ tag: 'cup', confidence: 98.67, instances: [] })).toBe(false);
	expect(same({ confidence: 98.67, tag: 'cup', instances: real.instances })).toBe(false);
});

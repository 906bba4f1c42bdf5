import { join } from 'node:path';

import { AIS } from '../../huawei-cloud/errors/codes/ais';
import { OPERATOR } from '../../huawei-cloud/errors/codes/row';
import { EVERY_CODE, oddAnswers } from '../support/odd-answers';
import { accounted, faultRig, ITEMS, itemOf, quiet, secretsFound } from '../support/fault-rig';
import { answer, faultyServer, refusal, type FaultyServer } from '../support/faulty-server';

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: FaultyServer;

beforeAll(async () => {
	rig = await faultRig(join(__dirname, '../..'), 'answers');
});
afterAll(() => rig.stop());
beforeEach(async () => {
	server = await faultyServer();
});
afterEach(async () => await server.close());

const all = Array.from({ length: ITEMS }, (_, item) => item);
const codes = Object.keys(AIS);
const stopping = codes.filter((code) => ['account', 'authentication'].includes(AIS[code]!.scope));
const others = codes.filter((code) => !stopping.includes(code));
const batches = Array.from({ length: Math.ceil(others.length / ITEMS) }, (_, i) =>
	others.slice(i * ITEMS, (i + 1) * ITEMS),
);
const requestsFor = (item: number) =>
	server.seen.filter(({ body }) => itemOf(body) === item).length;

/** The catalogue's row in an item's error: sentence, remedy, code, and attempts as the rules say. */
function expectExplained(json: Record<string, unknown>, code: string, attempts: number): void {
	const { meaning, remedy } = AIS[code]!;
	expect(meaning).toMatch(/^[A-Z].{15,}\.$/);
	expect(remedy).toMatch(/^[A-Z].{15,}\.$/);
	expect(json.error).toContain(meaning);
	expect(json.details).toMatchObject({
		code,
		remedy: remedy.replace(OPERATOR, 'whoever runs the service'),
		attempts,
		request_id: '7a1c-7a11',
	});
}

describe('400 with a code of the service', () => {
	it.each(batches)('fails the one item, and says why: %s to …', async (...some) => {
		server.script(({ body }) => {
			const code = some[itemOf(body)];
			return code ? refusal(400, code) : undefined;
		});
		const result = await rig.run({
			url: server.url,
			onError: 'continueRegularOutput',
			options: { maxConcurrency: 10 },
		});
		await quiet(server);
		rig.record(EVERY_CODE, 'continueRegularOutput', result, server);
		const out = accounted(result);
		expect(out.map(({ item }) => item)).toEqual(all);
		for (const { item, json, failed } of out) {
			const code = some[item];
			expect(failed).toBe(code !== undefined);
			if (code === undefined) continue;
			const attempts = AIS[code]!.retry === 'never' ? 1 : 2;
			expectExplained(json, code, attempts);
			expect(requestsFor(item)).toBe(attempts);
		}
		expect(secretsFound(result, server)).toEqual([]);
	});

	it.each(stopping)('sends nothing more when it concerns all items: %s', async (code) => {
		server.script(() => refusal(400, code));
		const result = await rig.run({
			url: server.url,
			onError: 'continueRegularOutput',
			options: { maxConcurrency: 10 },
			// A key that nothing is known of, not even by a look-up of the project: it is tried on one image first.
			credential: { accessKeyId: `KEY${code.replace('.', '')}`, projectId: 'p1' },
		});
		await quiet(server);
		rig.record(EVERY_CODE, 'continueRegularOutput', result, server);
		const out = accounted(result);
		expect(out.map(({ item }) => item)).toEqual(all);
		expect(server.seen).toHaveLength(1);
		for (const { item, json } of out) {
			expectExplained(json, code, item === 0 ? 1 : 0);
			if (item > 0) expect(json.error).toContain('Not sent');
		}
		expect(secretsFound(result, server)).toEqual([]);
	});
});

describe('an odd answer', () => {
	it.each(oddAnswers)(
		'is read for what it is: $name',
		async ({ name, body, names, confidences, boxes }) => {
			server.script(({ body: request }) =>
				[3, 7].includes(itemOf(request)) ? answer(200, body) : undefined,
			);
			const result = await rig.run({ url: server.url, onError: 'continueRegularOutput' });
			await quiet(server);
			rig.record(name, 'continueRegularOutput', result, server);
			expect(result.error).toBeUndefined();
			const out = accounted(result);
			expect(out.map(({ item, failed }) => ({ item, failed }))).toEqual(
				all.map((item) => ({ item, failed: false })),
			);
			expect(server.seen).toHaveLength(ITEMS);
			for (const item of [3, 7]) {
				const { tags, tag_names: tagNames } = out[item]?.json as unknown as {
					tag_names: string[];
					tags: Array<{ confidence: number; instances: Array<{ bounding_box: object }> }>;
				};
				expect(tagNames).toEqual(names);
				for (const tag of tags) expect(Number.isFinite(tag.confidence)).toBe(true);
				if (confidences) expect(tags.map(({ confidence }) => confidence)).toEqual(confidences);
				if (boxes) {
					expect(tags[0]?.instances.map(({ bounding_box }) => bounding_box)).toEqual(boxes);
				}
			}
			expect(({} as Record<string, unknown>).polluted).toBeUndefined();
		},
	);

	it.each(['tags', 'objects', 'images', 'raw'])('fits the output %s', async (output) => {
		for (const { body } of oddAnswers) {
			server.script(() => answer(200, body));
			const result = await rig.run({
				url: server.url,
				items: 1,
				parameters: { output },
				options: { onNoTags: 'emptyItem' },
			});
			expect(result.error).toBeUndefined();
			expect(result.items('Image Tagging').length).toBeGreaterThanOrEqual(1);
			expect(JSON.stringify(result.run.data)).not.toContain('"NaN"');
			if (output === 'raw') {
				expect(result.json('Image Tagging')).toEqual([JSON.parse(body.replace('\ufeff', ''))]);
			}
		}
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

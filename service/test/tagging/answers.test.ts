import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { answerV1, answerV2 } from '../support/answer-schema';
import { obtainToken, photo, send, v1Path, v2Path } from '../support/client';
import { bmp, png } from '../support/pictures';
import { runService, type RunningService } from '../support/run-service';

let service: RunningService;
let token: string;
const sheep = photo('march-pastoral.jpg');

beforeAll(async () => {
	service = await runService(testConfig());
	token = await obtainToken(service);
});

afterAll(() => service.stop());

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
	const answer = await send(service, {
		path,
		body,
		headers: { 'X-Auth-Token': token, ...headers },
	});
	expect({ status: answer.status, ...answer.data }).toMatchObject({ status: 200 });
	return answer.data as unknown;
}

const v1 = async (body: object) => answerV1.parse(await post(v1Path, body)).result.tags;
const v2 = async (body: object) => answerV2.parse(await post(v2Path, body)).result.tags;

describe('v1.0', () => {
	it('answers with numbers, kinds and no boxes', async () => {
		const tags = await v1({ image: sheep, language: 'en' });
		expect(tags).toContainEqual(
			expect.objectContaining({ tag: 'sheep', i18n_tag: { en: 'sheep', zh: expect.any(String) } }),
		);
	});

	it('has no threshold and a limit of 30 by default', async () => {
		const tags = await v1({ image: sheep });
		expect(tags).toEqual(await v1({ image: sheep, threshold: 0, limit: 30 }));
		expect(tags.length).toBeGreaterThan((await v1({ image: sheep, threshold: 60 })).length);
	});
});

describe('v2', () => {
	it('answers with strings, categories and boxes inside the picture', async () => {
		const tags = await v2({ image: sheep, language: 'en' });
		const tag = tags.find(({ tag: name }) => name === 'sheep');
		expect(tag?.instances.length).toBeGreaterThan(0);
		expect(tag?.type).toBe(tag?.i18n_type.en);
		const [width, height] = [1024, 498];
		for (const { bounding_box: box } of tag?.instances ?? []) {
			expect(box.top_left_x + box.width).toBeLessThanOrEqual(width);
			expect(box.top_left_y + box.height).toBeLessThanOrEqual(height);
		}
	});

	it('has a threshold of 60 by default, for tags and for boxes', async () => {
		const tags = await v2({ image: sheep });
		expect(tags.length).toBeGreaterThan(0);
		for (const { confidence, instances } of tags) {
			expect(Number(confidence)).toBeGreaterThanOrEqual(60);
			for (const instance of instances) {
				expect(Number(instance.confidence)).toBeGreaterThanOrEqual(60);
			}
		}
		expect((await v2({ image: sheep, threshold: 0 })).length).toBeGreaterThan(tags.length);
	});

	it('takes a limit above 150', async () => {
		const tags = await v2({ image: sheep, limit: 1000, threshold: 0 });
		expect(tags).toEqual(await v2({ image: sheep, limit: 150, threshold: 0 }));
	});
});

describe.each([
	['v1.0', v1Path],
	['v2', v2Path],
])('%s', (_version, path) => {
	interface Tag {
		tag: string;
		confidence: number | string;
		i18n_tag: Record<string, string>;
	}
	const tagsOf = async (body: object, headers?: Record<string, string>) =>
		((await post(path, body, headers)) as { result: { tags: Tag[] } }).result.tags;

	it('names tags in Chinese unless asked for English', async () => {
		for (const [language, request] of [
			['zh', {}],
			['zh', { language: 'zh' }],
			['en', { language: 'en' }],
		] as const) {
			const tags = await tagsOf({ image: sheep, ...request });
			expect(tags.length).toBeGreaterThan(0);
			expect(tags.map(({ tag }) => tag)).toEqual(tags.map((tag) => tag.i18n_tag[language]));
		}
	});

	it('puts the best tags first and keeps to the limit', async () => {
		const all = await tagsOf({ image: sheep, threshold: 0 });
		const scores = all.map(({ confidence }) => Number(confidence));
		expect(scores).toEqual([...scores].sort((a, b) => b - a));
		expect(await tagsOf({ image: sheep, threshold: 0, limit: 2 })).toEqual(all.slice(0, 2));
	});

	it.each([-1, 100.5, 1e9])('takes the default for a threshold of %d', async (threshold) => {
		expect(await tagsOf({ image: sheep, threshold })).toEqual(await tagsOf({ image: sheep }));
	});

	it('finds nothing above a threshold of 100', async () => {
		expect(await tagsOf({ image: sheep, threshold: 100 })).toEqual([]);
	});

	it('takes an empty string for absent, as the reference sends it', async () => {
		expect(await tagsOf({ image: sheep, url: '' })).toEqual(await tagsOf({ image: sheep }));
	});

	it('takes base64 in lines, as chunk_split writes it', async () => {
		const lines = sheep.replace(/.{76}/g, '$&\r\n');
		expect(await tagsOf({ image: lines })).toEqual(await tagsOf({ image: sheep }));
	});

	it.each(['application/json;charset=utf8', 'application/vnd.x+json', 'Application/JSON ; a=b'])(
		'takes JSON that is called so: "%s"',
		async (type) => {
			expect(await tagsOf({ image: sheep }, { 'Content-Type': type })).not.toEqual([]);
		},
	);

	it('tells different pictures apart, and answers the same for the same one', async () => {
		const coffee = photo('coffee.jpg');
		expect(await tagsOf({ image: sheep })).not.toEqual(await tagsOf({ image: coffee }));
		expect(await tagsOf({ image: coffee })).toEqual(await tagsOf({ image: coffee }));
	});

	it.each([
		['PNG', png(64, 48)],
		['BMP', bmp(64, 48)],
	])('takes a %s', async (_format, bytes) => {
		expect(await tagsOf({ image: bytes.toString('base64') })).toBeInstanceOf(Array);
	});
});

import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IDataObject } from 'n8n-workflow';

import { gif, photoRig, type PhotoRig, type TaggingParameters } from '../support/engine/photo-rig';

let rig: PhotoRig;

beforeAll(async () => {
	rig = await photoRig(join(__dirname, '../..'));
});

afterAll(async () => await rig?.stop());

type Tag = IDataObject & {
	tag: string;
	type: string;
	i18n_tag: { en: string; zh: string };
	i18n_type: { en: string; zh: string };
};

const tagsOf = async (parameters: TaggingParameters, options: IDataObject) => {
	const result = await rig.run({ ...parameters, options: { threshold: 40, ...options } }, [
		rig.coffee(),
	]);
	expect(result.error).toBeUndefined();
	return result.json('Image Tagging') as Tag[];
};

describe.each(['en', 'zh'])('filters with the language %s', (language) => {
	it('find tags and types by their names in both languages', async () => {
		const all = await tagsOf({ language }, {});
		expect(all.length).toBeGreaterThan(1);
		const cup = all.find(({ i18n_tag }) => i18n_tag.en.toLowerCase() === 'cup') as Tag;
		const others = all.filter(({ tag }) => tag !== cup.tag).map(({ tag }) => tag);
		expect(cup.tag).toBe(cup.i18n_tag[language as 'en' | 'zh']);
		for (const name of ['CUP', cup.i18n_tag.zh]) {
			const included = await tagsOf({ language }, { includeTags: `unicorn, ${name}` });
			expect(included).toEqual([cup]);
			const excluded = await tagsOf({ language }, { excludeTags: name });
			expect(excluded.map(({ tag }) => tag)).toEqual(others);
		}
		for (const type of [cup.i18n_type.en.toUpperCase(), cup.i18n_type.zh]) {
			const typed = await tagsOf({ language }, { tagTypes: type });
			expect(typed).toEqual(all.filter((tag) => tag.type === cup.type));
		}
	});
});

it('filters apply to every output but the raw answer', async () => {
	const options = { includeTags: 'cup' };
	const [image] = await tagsOf({ output: 'images' }, options);
	expect(image).toMatchObject({ tag_names: ['cup'], tag_count: 1 });
	const objects = await tagsOf({ output: 'objects' }, options);
	expect(new Set(objects.map(({ tag }) => tag))).toEqual(new Set(['cup']));
	expect(objects.length).toBeGreaterThan(0);
	const [raw] = await tagsOf({ output: 'raw' }, options);
	expect(raw).toHaveProperty('result.tags');
	const [unfiltered] = await tagsOf({ output: 'raw' }, {});
	expect(raw).toEqual(unfiltered);
});

describe('what is carried along', () => {
	const input = () => rig.coffee({ id: 'coffee', tag: 'mine', shelf: { row: 7 } });

	it('nothing by default', async () => {
		const result = await rig.run({ options: { threshold: 40 } }, [input()]);
		const items = result.items('Image Tagging');
		expect(items.length).toBeGreaterThan(0);
		for (const { json, binary } of items) {
			expect(json).not.toHaveProperty('shelf');
			expect(binary).toBeUndefined();
		}
	});

	it('input fields and files on request, with the fields of the node on top', async () => {
		const options = { threshold: 40, includeInputFields: true, includeBinary: true };
		const result = await rig.run({ options }, [input(), gif()], { onError: 'continueErrorOutput' });
		const items = result.items('Image Tagging');
		expect(items.map(({ json }) => json.tag)).toContain('cup');
		for (const item of items) {
			expect(item.json).toMatchObject({ id: 'coffee', shelf: { row: 7 } });
			expect(item.json.tag).not.toBe('mine');
			expect(await rig.engine.binary(item, 'data')).toEqual(rig.photo('coffee.jpg'));
		}
	});
});

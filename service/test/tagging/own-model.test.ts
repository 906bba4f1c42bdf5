import { basename } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { BUILT_IN_MODEL } from '../engine/support/paths';
import { classifier, folderOf, removeFolders } from '../engine/support/tiny-models';
import { testConfig } from '../support/accounts';
import { answerV1, answerV2 } from '../support/answer-schema';
import { obtainToken, photo, send, v1Path, v2Path } from '../support/client';
import { runService } from '../support/run-service';

afterAll(removeFolders);

describe('a model of your own in the configuration', () => {
	it('tags next to the built-in one, in the forms of both versions', async () => {
		const model = [folderOf('colours', classifier), BUILT_IN_MODEL];
		const service = await runService(testConfig({ model }));
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const body = { image: photo('coffee.jpg'), language: 'en', threshold: 40 };
		const ask = async (path: string) => (await send(service, { path, body, headers })).data;
		const first = answerV1.parse(await ask(v1Path)).result.tags;
		const second = answerV2.parse(await ask(v2Path)).result.tags;
		await service.stop();
		for (const tags of [first, second]) {
			const names = tags.map(({ tag }) => tag);
			expect(names).toEqual(expect.arrayContaining(['cup', 'reddish']));
		}
		const own = second.find(({ tag }) => tag === 'reddish');
		expect(own).toMatchObject({ instances: [], i18n_type: { en: own?.type } });
	});

	it('may be named by a path beside the file', async () => {
		const folder = folderOf('colours', classifier);
		const service = await runService(testConfig({ model: `../${basename(folder)}` }));
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const body = { image: photo('coffee.jpg'), language: 'en' };
		const { data } = await send(service, { path: v1Path, body, headers });
		await service.stop();
		const names = answerV1.parse(data).result.tags.map(({ tag }) => tag);
		expect(names).toContain('reddish');
		expect(names).not.toContain('cup');
	});
});

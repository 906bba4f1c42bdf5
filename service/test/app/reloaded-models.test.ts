import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { childProcesses } from '../engine/support/engines';
import { classifier, COLOUR_LABELS, folderOf, removeFolders } from '../engine/support/tiny-models';
import { testConfig } from '../support/accounts';
import { answerV1 } from '../support/answer-schema';
import { obtainToken, photo, send, v1Path } from '../support/client';
import { reload } from '../support/reloads';
import { runService, type RunningService } from '../support/run-service';

/** A model that has another word for how red a picture is. */
const calledRed = (en: string) => ({
	...classifier,
	labels: COLOUR_LABELS.map((entry, i) => (i === 0 ? { ...entry, label: { en, zh: en } } : entry)),
});

/** The word with which the service's model names how red the photo is. */
async function ask(service: RunningService, headers: Record<string, string>): Promise<string> {
	const body = { image: photo(), language: 'en', threshold: 0 };
	const { status, data } = await send(service, { path: v1Path, body, headers });
	if (status !== 200) return String(status);
	const names = answerV1.parse(data).result.tags.map(({ tag }) => tag);
	return names.filter((name) => /^red\d$/.test(name)).join();
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

afterAll(removeFolders);

describe('models are changed', () => {
	it('under load without an answer lost, and no worker of the old ones stays', async () => {
		const model = folderOf('colours', calledRed('red1'));
		const service = await runService(testConfig({ model, workers: 2 }));
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const before = childProcesses(service.pid);
		const answers: string[] = [];
		let stop = false;
		const clients = Array.from({ length: 6 }, async () => {
			while (!stop) answers.push(await ask(service, headers));
		});
		while (answers.length < 20) await pause(5);
		const other = folderOf('colours', calledRed('red2'));
		await reload(service, testConfig({ model: other, workers: 2 }));
		const swapped = answers.length;
		while (answers.length < swapped + 20) await pause(5);
		stop = true;
		await Promise.all(clients);
		expect(new Set(answers)).toEqual(new Set(['red1', 'red2']));
		// At the moment of the change, six were under way.
		expect(new Set(answers.slice(swapped + 6))).toEqual(new Set(['red2']));
		const metrics = String((await send(service, { path: '/metrics' })).data);
		expect(metrics).toContain(`image_tagging_images_tagged_total ${answers.length}\n`);
		while (childProcesses(service.pid).some((pid) => before.includes(pid))) await pause(10);
		expect(childProcesses(service.pid)).toHaveLength(2);
		await service.stop();
	});

	it('when their files are others than before, too', async () => {
		const model = folderOf('colours', calledRed('red1'));
		const service = await runService(testConfig({ model }));
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		writeFileSync(join(model, 'model.json'), JSON.stringify(calledRed('red3')));
		expect(await ask(service, headers)).toBe('red1');
		await reload(service, testConfig({ model }));
		expect(await ask(service, headers)).toBe('red3');
		await service.stop();
	});
});

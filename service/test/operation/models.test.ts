import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { version } from '../../package.json';
import { BUILT_IN_MODEL } from '../engine/support/paths';
import { classifier, folderOf, removeFolders } from '../engine/support/tiny-models';
import { testConfig } from '../support/accounts';
import { obtainToken, photo, send, v1Path, v2Path } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

const own = { ...classifier, name: 'our "own", 自己的', version: '2/b' };
let service: RunningService;
let headers: Record<string, string>;

beforeAll(async () => {
	service = await runService(testConfig({ model: [BUILT_IN_MODEL, folderOf('colours', own)] }));
	headers = { 'X-Auth-Token': await obtainToken(service) };
});

afterAll(async () => {
	await service.stop();
	removeFolders();
});

const tag = (path: string, image = photo()) => send(service, { path, body: { image }, headers });

async function metric(name: string): Promise<string[]> {
	const text = await (await fetch(`${service.url}/metrics`)).text();
	return text.split('\n').filter((line) => line.startsWith(`image_tagging_${name}`));
}

it('GET /models says which models look at each image, and what runs them', async () => {
	const { status, data } = await send(service, { path: '/models' });
	expect(status).toBe(200);
	expect(data.models).toMatchObject([
		{ name: 'coco-ssd', task: 'detection', classes: 'coco', provider: 'cpu' },
		{ name: own.name, version: '2/b', task: 'classification', labels: 3, licence: 'MIT' },
	]);
	for (const { sha256 } of data.models) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});

it.each([v1Path, v2Path])('an answer with tags names the models in a header: %s', async (path) => {
	const { status, headers: answered } = await tag(path);
	expect(status).toBe(200);
	const named = String(answered['x-image-models'])
		.split(', ')
		.map((entry) => entry.split('/').map(decodeURIComponent));
	const { data } = await send(service, { path: '/models' });
	expect(named).toEqual(
		data.models.map((model: { name: string; version: string }) => [model.name, model.version]),
	);
});

it('an answer without tags names none', async () => {
	const { status, headers: answered } = await tag(v1Path, 'AAAA');
	expect(status).toBe(400);
	expect(answered).not.toHaveProperty('x-image-models');
});

it('metrics tell the versions of service, Node and models', async () => {
	const { data } = await send(service, { path: '/models' });
	expect(await metric('build_info')).toEqual([
		`image_tagging_build_info{version="${version}",node="${process.versions.node}"} 1`,
	]);
	expect(await metric('model_info')).toEqual([
		`image_tagging_model_info{name="coco-ssd",version="${data.models[0].version}"} 1`,
		`image_tagging_model_info{name="${own.name.replaceAll('"', '\\"')}",version="2/b"} 1`,
	]);
});

it('metrics tell how long images waited for a worker, those that failed too', async () => {
	const count = async () => Number((await metric('queue_wait_seconds_count'))[0]?.split(' ')[1]);
	const before = await count();
	await Promise.all([tag(v1Path), tag(v1Path), tag(v1Path, 'AAAA')]);
	expect(await count()).toBe(before + 3);
});

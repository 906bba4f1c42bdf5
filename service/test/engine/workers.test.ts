import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Engine } from '../../src/engine';
import {
	childProcesses,
	closeEngines,
	coldEngine,
	lasting,
	seenLabels,
	warmEngine,
} from './support/engines';
import { BUILT_IN_MODEL, photo, SERVICE } from './support/paths';

/** A picture that keeps a worker busy for a while. */
let large: Buffer;
beforeAll(async () => {
	large = await sharp(photo('coffee')).resize(3500, 3500).png({ compressionLevel: 2 }).toBuffer();
});
afterEach(closeEngines);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(condition: () => boolean): Promise<void> {
	while (!condition()) await pause(2);
}

const isAlive = (pid: number) => existsSync(`/proc/${pid}`);

/** The children of an engine that is the only one running. */
const workersOf = async (engine: Engine) => {
	await engine.ready;
	return childProcesses();
};

describe('a lost worker', () => {
	it('loses no picture when it is killed under load, and is replaced', async () => {
		const engine = await warmEngine({ workers: 2 });
		const expected = lasting(await engine.tag(photo('coffee')));
		const answers = Array.from({ length: 30 }, () => engine.tag(photo('coffee')));
		await until(() => engine.stats().tagged > 3 && engine.stats().busy === 2);
		process.kill((await workersOf(engine))[0]!, 'SIGKILL');
		for (const answer of await Promise.all(answers)) expect(lasting(answer)).toEqual(expected);
		await until(() => engine.stats().ready === 2);
		expect(engine.stats()).toMatchObject({ restarts: 1, tagged: 31, queued: 0, busy: 0 });
	});

	it('is replaced when it was idle', async () => {
		const engine = await warmEngine();
		process.kill((await workersOf(engine))[0]!, 'SIGKILL');
		await until(() => engine.stats().restarts === 1);
		expect(seenLabels(await engine.tag(photo('coffee')), 0.5)).toEqual(['cup']);
	});

	it('is killed when it is stuck, and its picture goes to another', async () => {
		const told: string[] = [];
		const engine = await warmEngine({
			taskTimeoutMs: 3_000,
			onTrouble: (sentence) => told.push(sentence),
		});
		const [stuck] = await workersOf(engine);
		process.kill(stuck!, 'SIGSTOP');
		expect(seenLabels(await engine.tag(photo('coffee')), 0.5)).toEqual(['cup']);
		expect(isAlive(stuck!)).toBe(false);
		expect(engine.stats().restarts).toBe(1);
		expect(told).toEqual([
			'A worker process gave no answer within 3000 ms and was ended; another one is started.',
		]);
	});

	it('is told of, and so is each failure to replace it', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'model-'));
		cpSync(BUILT_IN_MODEL, folder, { recursive: true });
		const told: string[] = [];
		const engine = await warmEngine({
			models: [folder],
			onTrouble: (sentence) => told.push(sentence),
		});
		rmSync(folder, { recursive: true });
		process.kill((await workersOf(engine))[0]!, 'SIGKILL');
		await until(() => told.length >= 3);
		expect(told[0]).toBe('A worker process was ended by SIGKILL; another one is started.');
		expect(told[1]).toBe(
			`A worker process could not be started. The model in ${folder} can't be used: model.json can't be read.`,
		);
		expect(told[2]).toBe(told[1]);
		expect(engine.stats()).toMatchObject({ ready: 0, restarts: 1 });
	});

	it('twice on the same picture is a failure of that picture only', async () => {
		const engine = await warmEngine();
		const answer = engine.tag(large);
		const refusal = expect(answer).rejects.toMatchObject({ kind: 'workersLost' });
		for (const losses of [1, 2]) {
			await until(() => engine.stats().busy === 1);
			process.kill(childProcesses()[0]!, 'SIGKILL');
			await until(() => engine.stats().restarts === losses);
		}
		await refusal;
		expect(seenLabels(await engine.tag(photo('coffee')), 0.5)).toEqual(['cup']);
	});
});

describe('a worn worker', () => {
	it('is replaced after its number of images, while no image waits or is lost', async () => {
		const engine = await warmEngine({ imagesPerWorker: 5 });
		const [first] = await workersOf(engine);
		const expected = lasting(await engine.tag(photo('coffee')));
		for (let i = 1; i < 5; i++) await engine.tag(photo('coffee'));
		// The fifth answer starts another worker; until that is warm, the first one goes on.
		const answers = Array.from({ length: 20 }, () => engine.tag(photo('coffee')));
		for (const answer of await Promise.all(answers)) expect(lasting(answer)).toEqual(expected);
		await until(() => engine.stats().renewals >= 1 && !isAlive(first!));
		expect(engine.stats()).toMatchObject({ ready: 1, restarts: 0, tagged: 25 });
	});

	it('is replaced when it holds too much memory', async () => {
		const engine = await warmEngine({ workers: 2, workerMemoryBytes: 1 });
		const before = await workersOf(engine);
		await Promise.all([engine.tag(photo('coffee')), engine.tag(photo('coffee'))]);
		await until(() => engine.stats().renewals > 0);
		expect(seenLabels(await engine.tag(photo('coffee')), 0.5)).toEqual(['cup']);
		await until(() => before.some((pid) => !isAlive(pid)));
		expect(engine.stats().restarts).toBe(0);
	});

	it('stays where nothing else can be started', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'model-'));
		cpSync(BUILT_IN_MODEL, folder, { recursive: true });
		const told: string[] = [];
		const engine = await warmEngine({
			models: [folder],
			imagesPerWorker: 1,
			onTrouble: (sentence) => told.push(sentence),
		});
		rmSync(folder, { recursive: true });
		await engine.tag(photo('coffee'));
		await until(() => told.length > 0);
		expect(told[0]).toBe(
			`A worker process could not be started. The model in ${folder} can't be used: model.json can't be read.`,
		);
		expect(seenLabels(await engine.tag(photo('coffee')), 0.5)).toEqual(['cup']);
		expect(engine.stats()).toMatchObject({ ready: 1, restarts: 0, renewals: 0 });
	});

	it('leaves nothing behind when the engine closes meanwhile', async () => {
		const told: string[] = [];
		const engine = await warmEngine({
			imagesPerWorker: 1,
			onTrouble: (sentence) => told.push(sentence),
		});
		await engine.tag(photo('coffee'));
		await engine.close();
		await until(() => childProcesses().length === 0);
		expect(told).toEqual([]);
	});
});

describe('the models in use', () => {
	it('are known with their versions once a worker is warm', async () => {
		const engine = coldEngine();
		expect(engine.models).toEqual([]);
		await engine.ready;
		expect(engine.models).toEqual([
			{
				name: 'coco-ssd',
				version: expect.stringMatching(/^[0-9a-f]{12}$/),
				task: 'detection',
				sha256: createHash('sha256')
					.update(readFileSync(join(BUILT_IN_MODEL, 'model.onnx')))
					.digest('hex'),
				input: { width: 300, height: 300 },
				classes: 'coco',
				licence: 'Apache-2.0',
				source: expect.stringContaining('COCO'),
				provider: 'cpu',
			},
		]);
		const { name, version } = engine.models[0]!;
		expect((await engine.tag(photo('coffee'))).models).toEqual([{ name, version }]);
	});
});

describe('how models are run', () => {
	it('may be on several threads, with the same answer', async () => {
		const [one, two] = [await warmEngine(), await warmEngine({ inference: { threads: 2 } })];
		const answers = await Promise.all([one, two].map((engine) => engine.tag(photo('coffee'))));
		expect(lasting(answers[1]!)).toEqual(lasting(answers[0]!));
	});

	it.each(['cuda', 'coreml'] as const)('is refused in one sentence with %s', async (provider) => {
		const engine = coldEngine({ inference: { provider } });
		await expect(engine.ready).rejects.toMatchObject({
			kind: 'modelFailed',
			message: expect.stringMatching(
				new RegExp(`^The execution provider ${provider} can't be used: [^\n]+\\.$`),
			),
		});
	});
});

describe('the queue', () => {
	it('refuses what is beyond its limit, and serves the rest in order', async () => {
		const engine = await warmEngine({ queueLimit: 2 });
		const order: number[] = [];
		const accepted = [large, photo('coffee'), photo('coffee')].map((image, i) =>
			engine.tag(image).then(() => order.push(i)),
		);
		expect(engine.stats()).toMatchObject({ busy: 1, queued: 2 });
		const refused = engine.tag(photo('coffee'));
		await expect(refused).rejects.toMatchObject({ kind: 'busy' });
		await expect(refused).rejects.toThrow('try again later');
		await Promise.all(accepted);
		expect(order).toEqual([0, 1, 2]);
	});

	it('takes pictures before the workers are warm', async () => {
		const engine = coldEngine();
		expect(engine.stats().ready).toBe(0);
		expect(seenLabels(await engine.tag(photo('coffee')), 0.5)).toEqual(['cup']);
	});

	it('says how long each image waited, once a worker comes to it', async () => {
		const waits: number[] = [];
		const engine = await warmEngine({ onTurn: (waitedMs) => waits.push(waitedMs) });
		const start = performance.now();
		const first = engine.tag(large);
		const second = engine.tag(photo('coffee'));
		expect(waits).toHaveLength(1);
		await first;
		const firstMs = performance.now() - start;
		await second;
		expect(waits).toHaveLength(2);
		expect(waits[0]).toBeLessThan(waits[1]!);
		expect(waits[1]).toBeLessThanOrEqual(firstMs);
	});

	it('forgets a picture whose caller left', async () => {
		const engine = await warmEngine();
		const first = engine.tag(large);
		const caller = new AbortController();
		const second = engine.tag(photo('coffee'), caller.signal);
		expect(engine.stats().queued).toBe(1);
		caller.abort(new Error('left'));
		await expect(second).rejects.toThrow('left');
		expect(engine.stats().queued).toBe(0);
		await first;
		expect(engine.stats().tagged).toBe(1);
	});

	it('drops the answer of a picture whose caller leaves while it is looked at', async () => {
		const engine = await warmEngine();
		const caller = new AbortController();
		const first = engine.tag(large, caller.signal);
		caller.abort(new Error('left'));
		await expect(first).rejects.toThrow('left');
		expect(seenLabels(await engine.tag(photo('coffee')), 0.5)).toEqual(['cup']);
		await expect(engine.tag(large, caller.signal)).rejects.toThrow('left');
	});
});

describe('closing', () => {
	it('finishes what was accepted, refuses the rest, and leaves no process', async () => {
		const engine = await warmEngine({ workers: 2 });
		const children = await workersOf(engine);
		expect(children).toHaveLength(2);
		const accepted = Array.from({ length: 6 }, () => engine.tag(photo('coffee')));
		const closed = engine.close();
		await expect(engine.tag(photo('coffee'))).rejects.toMatchObject({ kind: 'closed' });
		for (const answer of await Promise.all(accepted))
			expect(seenLabels(answer, 0.5)).toEqual(['cup']);
		await closed;
		expect(children.filter(isAlive)).toEqual([]);
		await engine.close();
	});

	it('works before the engine is ready', async () => {
		const engine = coldEngine();
		const refusal = expect(engine.ready).rejects.toMatchObject({ kind: 'closed' });
		await engine.close();
		await refusal;
		expect(childProcesses()).toEqual([]);
	});

	it('happens to workers whose server was killed', async () => {
		const script = `
			const { startEngine } = require(${JSON.stringify(join(SERVICE, 'dist/engine'))});
			const models = [${JSON.stringify(BUILT_IN_MODEL)}];
			startEngine({ workers: 2, models, queueLimit: 1, taskTimeoutMs: 1e4 }).ready.then(() => console.log('ready'));
		`;
		const server = spawn(process.execPath, ['-e', script], {
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		await once(server.stdout, 'data');
		const children = childProcesses(server.pid);
		expect(children).toHaveLength(2);
		server.kill('SIGKILL');
		await until(() => !children.some(isAlive));
	});
});

describe('a model that can not be used', () => {
	it('is told by ready, by every picture, and leaves no process', async () => {
		const engine = coldEngine({ models: [join(SERVICE, 'no-such-model')], workers: 2 });
		const early = engine.tag(photo('coffee'));
		const told = { kind: 'modelFailed', message: expect.stringContaining('no-such-model') };
		const refusal = expect(early).rejects.toMatchObject(told);
		await expect(engine.ready).rejects.toMatchObject(told);
		await refusal;
		await engine.close();
		expect(childProcesses()).toEqual([]);
	});
});

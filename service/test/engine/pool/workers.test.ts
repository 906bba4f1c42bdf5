import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineOptions } from '../../../src/engine';
import { EngineError } from '../../../src/engine/errors';
import { LIMITS } from '../../../src/engine/limits';
import type { WorkerProcess } from '../../../src/engine/pool/worker-process';
import { Workers } from '../../../src/engine/pool/workers';
import { settled, stopClock } from '../../support/clock';
import { MODEL, workers as played } from '../support/played-worker';

/** Jest's own, since only with that one its `mock` goes in front of the imports. */
declare const jest: typeof import('@jest/globals').jest;

jest.mock('../../../src/engine/pool/worker-process', () =>
	jest.requireActual('../support/played-worker'),
);

let told: string[];
let state: 'open' | 'closing' | 'finished';
let free: number;
let none: unknown[];
beforeEach(() => {
	played.length = 0;
	[told, none, free, state] = [[], [], 0, 'open'];
});
afterEach(() => {
	jest.restoreAllMocks();
});

const gone = new EngineError('modelFailed', 'It is gone.');

function employed(options: Partial<EngineOptions> = {}): Workers {
	return new Workers(
		{
			...{ workers: 1, models: ['here'], queueLimit: 2, taskTimeoutMs: 5000 },
			onTrouble: (sentence) => told.push(sentence),
			...options,
		},
		{ onFree: () => free++, onNone: (error) => none.push(error), state: () => state },
	);
}

async function warm(options: Partial<EngineOptions> = {}): Promise<Workers> {
	const workers = employed(options);
	for (const worker of played) worker.warm();
	await workers.ready;
	return workers;
}

/** Which of those that were started these are. */
const places = (some: WorkerProcess[]) => some.map((one) => played.indexOf(one as never));
const tag = (place: number, name = 'a') =>
	void played[place]?.tag(Buffer.from(name), 1).catch(() => {});
/** Has a worker answer for an image, and tells it to the workers. */
const answered = async (workers: Workers, place: number) => {
	tag(place);
	played[place]?.answer();
	workers.answered(played[place] as never);
	await settled();
};

describe('the workers', () => {
	it('are ready when all have loaded the models that they were told of', async () => {
		const workers = employed({ workers: 2, inference: { threads: 3 } });
		let isReady = false;
		void workers.ready.then(() => (isReady = true));
		expect(played.map(({ loaded }) => loaded)).toEqual(Array(2).fill([['here'], { threads: 3 }]));
		played[1]?.warm();
		await settled();
		expect([isReady, free, places(workers.warm), workers.models]).toEqual([false, 1, [1], [MODEL]]);
		played[0]?.warm();
		await settled();
		expect([isReady, free, places(workers.warm)]).toEqual([true, 2, [1, 0]]);
	});

	it('are chosen where they are idle, or else nearly so', async () => {
		const workers = await warm({ workers: 2 });
		const chosen = () => places([workers.choose()].filter((one) => one !== undefined));
		tag(0);
		expect(chosen()).toEqual([1]);
		tag(1);
		expect(chosen()).toEqual([]);
		played[1]?.asksForNext();
		expect([chosen(), free]).toEqual([[1], 3]);
	});

	it('have their words passed on', async () => {
		await warm();
		played[0]?.says(' out of memory\n');
		expect(told).toEqual(['A worker process says: out of memory']);
	});

	it('end together, or are killed together, those too that are not warm', async () => {
		const workers = employed({ workers: 2 });
		workers.ready.catch(() => {});
		played[0]?.warm();
		await settled();
		state = 'finished';
		await workers.end();
		expect(played.map(({ ended, killed }) => [ended, killed])).toEqual([
			[true, false],
			[true, true],
		]);
		const others = await warm({ workers: 2 });
		const kill = jest.spyOn(played[3]!, 'kill').mockImplementation(() => {
			played[3]!.killed = true;
		});
		let areGone = false;
		const killed = others.kill().then(() => (areGone = true));
		await settled();
		expect([areGone, kill.mock.calls.length]).toEqual([false, 1]);
		played[3]?.lose();
		await killed;
		expect(played.slice(2).map(({ ended, killed }) => [ended, killed])).toEqual([
			[false, true],
			[false, true],
		]);
	});
});

describe('a worker that does not start', () => {
	it.each([
		['of the models', 'open', () => played[0]?.refuse(gone), 'modelFailed', 'It is gone.'],
		[
			'of its end',
			'open',
			() => played[0]?.lose(),
			'modelFailed',
			'A worker process ended while it loaded the models.',
		],
		['of closing', 'closing', () => played[0]?.lose(), 'closed', 'The engine is closed.'],
		['of having closed', 'finished', () => played[0]?.lose(), 'closed', 'The engine is closed.'],
	] as const)('says so because %s, and is killed', async (_, now, fail, kind, message) => {
		const workers = employed();
		state = now;
		fail();
		await expect(workers.ready).rejects.toMatchObject({ kind, message });
		expect(played[0]?.killed).toBe(true);
		expect([workers.warm, told, played.length]).toEqual([[], [], 1]);
	});
});

describe('a worker that is lost', () => {
	it('is replaced, which is told', async () => {
		const workers = await warm({ workers: 2 });
		played[0]?.lose();
		await settled();
		expect(places(workers.warm)).toEqual([1]);
		expect(told).toEqual(['A worker process was ended by SIGSEGV; another one is started.']);
		expect(workers.restarts).toBe(1);
		played[2]?.warm();
		await settled();
		expect(places(workers.warm)).toEqual([1, 2]);
		expect(none).toEqual([]);
	});

	it('is not ended any more with the others', async () => {
		const workers = await warm({ workers: 2 });
		played[0]?.lose();
		await settled();
		state = 'finished';
		await workers.end();
		expect(played.map(({ ended }) => ended)).toEqual([false, true, true]);
	});

	it('need not be told of', async () => {
		stopClock();
		const workers = new Workers(
			{ workers: 1, models: ['here'], queueLimit: 2, taskTimeoutMs: 5000 },
			{ onFree: () => {}, onNone: (error) => none.push(error), state: () => 'open' },
		);
		played[0]?.warm();
		await workers.ready;
		played[0]?.says('out of memory');
		played[0]?.lose();
		await settled();
		played[1]?.refuse(gone);
		await settled();
		expect([none, told]).toEqual([[gone], []]);
	});

	it('is tried to be replaced again and again, after growing pauses', async () => {
		const clock = stopClock();
		const workers = await warm();
		played[0]?.lose();
		await settled();
		const { restartMs, restartMaxMs } = LIMITS;
		const pauses = [100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000];
		expect([pauses[0], pauses.at(-1)]).toEqual([restartMs, restartMaxMs]);
		for (const [i, pause] of pauses.entries()) {
			played.at(-1)?.refuse(gone);
			await clock.pass(pause - 1);
			expect(played).toHaveLength(2 + i);
			await clock.pass(1);
			expect(played).toHaveLength(3 + i);
		}
		expect(none).toEqual(pauses.map(() => gone));
		expect(told.slice(1)).toEqual(
			pauses.map(() => 'A worker process could not be started. It is gone.'),
		);
		played.at(-1)?.warm();
		await clock.pass(20_000);
		expect([workers.warm.length, workers.restarts, played.length]).toEqual([1, 1, 11]);
	});

	it('leaves the images to those that are warm, where there are some', async () => {
		stopClock();
		await warm({ workers: 2 });
		played[0]?.lose();
		await settled();
		played[2]?.refuse('no error');
		await settled();
		expect(none).toEqual([]);
		expect(told[1]).toBe('A worker process could not be started. no error');
	});

	it('is replaced while the engine has something left to do, and no longer', async () => {
		const clock = stopClock();
		await warm({ workers: 2 });
		state = 'closing';
		played[0]?.lose();
		await settled();
		expect(played).toHaveLength(3);
		played[2]?.refuse(gone);
		await settled();
		state = 'finished';
		await clock.pass(20_000);
		played[1]?.lose();
		await settled();
		expect(played).toHaveLength(3);
		expect(told).toHaveLength(2);
	});
});

describe('a worker that is worn out', () => {
	it('by its images is let go once another one is warm', async () => {
		const workers = await warm({ imagesPerWorker: 2 });
		await answered(workers, 0);
		expect(played).toHaveLength(1);
		await answered(workers, 0);
		expect([played.length, places(workers.warm), played[0]?.ended]).toEqual([2, [0], false]);
		played[1]?.warm();
		await settled();
		expect([places(workers.warm), played[0]?.ended]).toEqual([[1], true]);
		expect([workers.renewals, workers.restarts, told]).toEqual([1, 0, []]);
	});

	it('by its memory is one that holds more than it may', async () => {
		const workers = await warm({ workerMemoryBytes: 100 });
		played[0]!.memory = 100;
		await answered(workers, 0);
		expect(played).toHaveLength(1);
		played[0]!.memory = 101;
		await answered(workers, 0);
		expect(played).toHaveLength(2);
	});

	it('by neither stays, however much it has done', async () => {
		const workers = await warm();
		played[0]!.memory = played[0]!.served = 1e12;
		await answered(workers, 0);
		expect(played).toHaveLength(1);
	});

	it('first does what it has', async () => {
		const workers = await warm({ imagesPerWorker: 1 });
		for (const name of ['a', 'b', 'c']) tag(0, name);
		played[0]?.answer();
		workers.answered(played[0] as never);
		played[1]?.warm();
		await settled();
		expect([places(workers.warm), played[0]?.ended]).toEqual([[1], false]);
		played[0]?.answer();
		workers.answered(played[0] as never);
		expect(played[0]?.ended).toBe(false);
		played[0]?.answer();
		workers.answered(played[0] as never);
		expect(played[0]?.ended).toBe(true);
	});

	it('is replaced after another one', async () => {
		const workers = await warm({ workers: 2, imagesPerWorker: 1 });
		await answered(workers, 0);
		await answered(workers, 1);
		expect(played).toHaveLength(3);
		played[2]?.warm();
		await settled();
		expect(places(workers.warm)).toEqual([1, 2]);
		await answered(workers, 1);
		expect(played).toHaveLength(4);
	});

	it('stays where no other one starts, which is told, and is tried again', async () => {
		const workers = await warm({ imagesPerWorker: 1 });
		await answered(workers, 0);
		played[1]?.refuse(gone);
		await settled();
		expect(told).toEqual(['A worker process could not be started. It is gone.']);
		expect([places(workers.warm), workers.renewals]).toEqual([[0], 0]);
		await answered(workers, 0);
		expect(played).toHaveLength(3);
	});

	it('is not replaced twice where it is lost meanwhile', async () => {
		const workers = await warm({ imagesPerWorker: 1 });
		await answered(workers, 0);
		played[0]?.lose();
		await settled();
		expect(played).toHaveLength(3);
		played[2]?.warm();
		played[1]?.warm();
		await settled();
		expect(workers.warm).toHaveLength(1);
		expect([workers.renewals, workers.restarts]).toEqual([0, 1]);
		expect(played.filter(({ ended }) => ended)).toHaveLength(1);
	});

	it('is let be when the engine closes', async () => {
		const workers = await warm({ imagesPerWorker: 1 });
		await answered(workers, 0);
		state = 'closing';
		played[1]?.lose();
		await settled();
		expect(told).toEqual([]);
		await answered(workers, 0);
		expect(played).toHaveLength(2);
	});
});

import { abortable, schedule, VerifyFirst } from '../../batch/scheduler';
import { SimulatedClock } from '../support/simulated-clock';

interface Observed {
	started: number[];
	/** Tasks under way at each start, the started one included. */
	inFlight: number[];
}

async function observe(
	count: number,
	concurrency: number,
	{
		acceptedFromStart = false,
		accepts = () => true,
		stopped = () => false,
		latency = () => 10,
	}: {
		acceptedFromStart?: boolean;
		accepts?: (index: number) => boolean;
		stopped?: (started: number[]) => boolean;
		latency?: (index: number) => number;
	} = {},
): Promise<Observed> {
	const clock = new SimulatedClock();
	const verifyFirst = new VerifyFirst(acceptedFromStart ? Promise.resolve() : undefined);
	const started: number[] = [];
	const inFlight: number[] = [];
	let running = 0;
	const work = async (index: number): Promise<void> => {
		started.push(index);
		inFlight.push(++running);
		await clock.sleep(latency(index));
		running--;
		if (accepts(index)) verifyFirst.accept();
	};
	await clock.run(
		schedule(
			count,
			concurrency,
			async (index) => await verifyFirst.run(async () => await work(index)),
			() => stopped(started),
		),
	);
	expect(running).toBe(0);
	return { started, inFlight };
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('tasks', () => {
	it('are sent one alone, then as many at a time as allowed, in order', async () => {
		const { started, inFlight } = await observe(20, 5);
		expect(started).toEqual(range(20));
		expect(inFlight[0]).toBe(1);
		expect(inFlight[1]).toBe(1);
		expect(Math.max(...inFlight)).toBe(5);
	});

	it('are sent one by one until one is accepted', async () => {
		const { started, inFlight } = await observe(12, 4, { accepts: (index) => index >= 6 });
		expect(started).toEqual(range(12));
		expect(inFlight.slice(0, 7)).toEqual(Array(7).fill(1));
		expect(Math.max(...inFlight)).toBe(4);
	});

	it('are sent together from the start where acceptance was known before', async () => {
		const { started, inFlight } = await observe(20, 5, { acceptedFromStart: true });
		expect(started).toEqual(range(20));
		expect(inFlight.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
	});

	it.each([
		[0, 5],
		[1, 5],
		[3, 50],
		[7, 1],
	])('run %i in all, at most %i at a time', async (count, concurrency) => {
		const { started, inFlight } = await observe(count, concurrency);
		expect(started).toEqual(range(count));
		expect(Math.max(0, ...inFlight)).toBeLessThanOrEqual(Math.min(concurrency, count));
	});

	it('keep the others going while one takes long', async () => {
		const { started, inFlight } = await observe(40, 3, {
			latency: (index) => (index === 1 ? 1_000 : 10),
		});
		expect(started).toEqual(range(40));
		expect(inFlight.slice(3).every((running) => running === 3 || running === 2)).toBe(true);
		expect(inFlight.at(-1)).toBe(3);
	});

	it('start nothing once stopped, but see the started to their end', async () => {
		const { started } = await observe(100, 5, { stopped: (begun) => begun.length >= 9 });
		expect(started.length).toBeLessThanOrEqual(9);
		expect(started).toEqual(range(started.length));
	});

	it('fail with what a task throws', async () => {
		const broken = schedule(
			3,
			2,
			async () => await Promise.reject(new Error('a bug')),
			() => false,
		);
		await expect(broken).rejects.toThrow('a bug');
	});
});

describe('work that can be ended', () => {
	it.each([
		['has its value', async () => await Promise.resolve('done')],
		['has failed', async () => await Promise.reject(new Error('done'))],
	])('is among what is under way until it %s', async (_, end) => {
		const running = new Set<AbortController>();
		const result = abortable(running, async (signal) => {
			expect([...running].map((controller) => controller.signal)).toEqual([signal]);
			return await end();
		});
		await expect(result.catch((error: Error) => error.message)).resolves.toBe('done');
		expect(running.size).toBe(0);
	});
});

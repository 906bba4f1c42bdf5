import { runLanes } from '../../batch/lanes';
import { SimulatedClock } from '../support/simulated-clock';

interface Observed {
	started: number[];
	/** Tasks under way at each start, the started one included. */
	inFlight: number[];
}

async function observe(
	count: number,
	lanes: number,
	{
		openFromStart = false,
		opens = () => true,
		stopped = () => false,
		latency = () => 10,
	}: {
		openFromStart?: boolean;
		opens?: (index: number) => boolean;
		stopped?: (started: number[]) => boolean;
		latency?: (index: number) => number;
	} = {},
): Promise<Observed> {
	const clock = new SimulatedClock();
	let open!: () => void;
	const opened = new Promise<void>((resolve) => (open = resolve));
	if (openFromStart) open();
	const started: number[] = [];
	const inFlight: number[] = [];
	let running = 0;
	await clock.run(
		runLanes(
			count,
			async (index) => {
				started.push(index);
				inFlight.push(++running);
				await clock.sleep(latency(index));
				running--;
				if (opens(index)) open();
			},
			{ lanes, opened, stopped: () => stopped(started) },
		),
	);
	expect(running).toBe(0);
	return { started, inFlight };
}

const range = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('lanes', () => {
	it('send the first task alone, then as many at a time as allowed, in order', async () => {
		const { started, inFlight } = await observe(20, 5);
		expect(started).toEqual(range(20));
		expect(inFlight[0]).toBe(1);
		expect(inFlight[1]).toBe(1);
		expect(Math.max(...inFlight)).toBe(5);
	});

	it('stay closed until a task says that they may open', async () => {
		const { started, inFlight } = await observe(12, 4, { opens: (index) => index >= 6 });
		expect(started).toEqual(range(12));
		expect(inFlight.slice(0, 7)).toEqual(Array(7).fill(1));
		expect(Math.max(...inFlight)).toBe(4);
	});

	it('are all open from the start where that was known before', async () => {
		const { started, inFlight } = await observe(20, 5, { openFromStart: true });
		expect(started).toEqual(range(20));
		expect(inFlight.slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
	});

	it.each([
		[0, 5],
		[1, 5],
		[3, 50],
		[7, 1],
	])('run %i tasks on at most %i lanes', async (count, lanes) => {
		const { started, inFlight } = await observe(count, lanes);
		expect(started).toEqual(range(count));
		expect(Math.max(0, ...inFlight)).toBeLessThanOrEqual(Math.min(lanes, count));
	});

	it('are all busy while one task takes long', async () => {
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
		const broken = runLanes(3, async () => await Promise.reject(new Error('a bug')), {
			lanes: 2,
			opened: Promise.resolve(),
			stopped: () => false,
		});
		await expect(broken).rejects.toThrow('a bug');
	});
});

import type { IExecuteFunctions } from 'n8n-workflow';

import type { BatchReport } from '../../../../batch/batch';
import { reportProgress } from '../../../../nodes/ImageTagging/n8n/progress';
import { SimulatedClock } from '../../../support/simulated-clock';

async function linesOf(seconds: number, outcome: 'ends' | 'fails' = 'ends') {
	const clock = new SimulatedClock();
	const logged: string[] = [];
	const shown: string[] = [];
	const context = {
		logger: { info: (line: string) => logged.push(line) },
		sendMessageToUI: (line: string) => shown.push(line),
	} as unknown as IExecuteFunctions;
	const counts = { done: 0, failed: 0, retried: 0, fetchedAgain: 0, throttled: 0 };
	const report: BatchReport = { total: 1_000, ...counts };
	const work = async () => {
		for (let second = 0; second < seconds; second++) {
			await clock.sleep(1_000);
			report.done += 3;
			if (second % 5 === 0) report.failed++;
		}
		report.throttled = 7;
		if (outcome === 'fails') throw new Error('stopped');
		return 'the result';
	};
	await clock.run(clock.sleep(100_000));
	const result = await clock.run(
		reportProgress(context, report, clock, work()).catch((error: Error) => error.message),
	);
	const endedAt = clock.now() - 100_000;
	const lines = logged.length;
	await clock.run(clock.sleep(60_000));
	return { result, logged, shown, endedAt, late: logged.length - lines };
}

describe('progress', () => {
	it('is told every ten seconds, in the log and in the editor', async () => {
		const { result, logged, shown } = await linesOf(35);
		expect(result).toBe('the result');
		expect(logged).toHaveLength(3);
		expect(shown).toEqual(logged);
		expect(logged[1]).toMatch(
			/^Image tagging: 6\d of 1000 images done, 4 failed, 3\.\d per second, 0 answers throttled$/,
		);
	});

	it('is not told of short runs', async () => {
		expect((await linesOf(9)).logged).toEqual([]);
	});

	it.each(['ends', 'fails'] as const)('stops when the work %s', async (outcome) => {
		const { result, endedAt, late } = await linesOf(12, outcome);
		expect(result).toBe(outcome === 'ends' ? 'the result' : 'stopped');
		expect([endedAt, late]).toEqual([12_000, 0]);
	});
});

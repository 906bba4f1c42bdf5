import type { IExecuteFunctions } from 'n8n-workflow';

import type { BatchReport } from '../../../batch/batch';
import type { Clock } from '../../../batch/clock';

const EVERY_MS = 10_000;

const line = ({ total, done, failed, throttled }: BatchReport, elapsedMs: number): string => {
	const perSecond = ((done + failed) / (elapsedMs / 1000)).toFixed(1);
	return `Image tagging: ${done + failed} of ${total} images done, ${failed} failed, ${perSecond} per second, ${throttled} answers throttled`;
};

/** Says every ten seconds how far a long run is: in n8n's log, and in manual runs in the editor. */
export async function reportProgress<T>(
	context: IExecuteFunctions,
	report: BatchReport,
	clock: Clock,
	work: Promise<T>,
): Promise<T> {
	const ended = new AbortController();
	const started = clock.now();
	const tell = async () => {
		for (;;) {
			await clock.sleep(EVERY_MS, ended.signal);
			if (ended.signal.aborted) return;
			const text = line(report, clock.now() - started);
			context.logger.info(text);
			context.sendMessageToUI(text);
		}
	};
	void tell();
	try {
		return await work;
	} finally {
		ended.abort();
	}
}

import { atLeast, atMost, compare, percent, times, type Row } from '../../../bench/row';
import { askAtRate, ratePerSecond, readPhotos } from './clients';
import type { Amount } from './amount';
import { bodiesOf, startService, WORKERS } from './service';

const QUEUE = 20;
const OVERLOAD = 3;
/** More than can be in flight, so that the queue is the limit that holds. */
const concurrentRequests = 10_000;

const quantile = (values: number[], share: number) =>
	[...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? 0;

/** Accepted requests wait no longer than a full queue takes; the others are told to come again. */
export async function overload({ milliseconds }: Amount): Promise<Row[]> {
	const bodies = bodiesOf(readPhotos());
	const service = await startService({ queuedImages: QUEUE, concurrentRequests });
	const capacity = await ratePerSecond(service, bodies, milliseconds);
	const start = performance.now();
	const answers = await askAtRate(service, bodies, capacity * OVERLOAD, milliseconds * 2);
	const seconds = (performance.now() - start) / 1000;
	await service.stop();
	const accepted = answers.filter(({ status }) => status === 200);
	const throttled = answers.filter(({ status }) => status === 429);
	const waits = accepted.map((answer) => answer.milliseconds);
	const fullQueueMs = ((QUEUE + WORKERS) / capacity) * 1000;
	const other = answers.length - accepted.length - throttled.length;
	return [
		{
			what: `answers other than 200 and 429, of ${answers.length}`,
			value: String(other),
			target: '0',
			met: other === 0,
		},
		atMost(
			"99th percentile of accepted requests, to a full queue's time without overload",
			quantile(waits, 0.99) / fullQueueMs,
			3,
			times,
		),
		atLeast('accepted, of what it can do', accepted.length / seconds / capacity, 0.7, percent),
		compare('offered, of what it can do', percent(answers.length / seconds / capacity)),
		compare(
			'time of accepted requests, median and 99th percentile',
			`${quantile(waits, 0.5).toFixed(0)} ms, ${quantile(waits, 0.99).toFixed(0)} ms`,
		),
	];
}

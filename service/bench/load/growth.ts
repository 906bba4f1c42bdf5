import { atMost, compare, noneLost, type Row } from '../../../bench/row';
import { askInLoops, readPhotos } from './clients';
import type { Amount } from './amount';
import { residentBytesOf } from './processes';
import { bodiesOf, startService } from './service';

const EVERY = 50;
/** Share of the requests before which memory is still being filled for the first time. */
const WARM_UP = 0.2;
const MB = 1e6;

interface Sample {
	requests: number;
	bytes: number;
	/** Of the larger worker. */
	workerBytes: number;
}

/** Slope of the line of least squares, in bytes a request. */
function slopeOf(samples: Sample[]): number {
	const mean = (of: (sample: Sample) => number) =>
		samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
	const [x, y] = [mean((sample) => sample.requests), mean((sample) => sample.bytes)];
	return (
		mean((sample) => (sample.requests - x) * (sample.bytes - y)) /
		mean((sample) => (sample.requests - x) ** 2)
	);
}

const megabytes = (bytes: number) => `${(bytes / MB).toFixed(1)} MB`;

/** Memory of all processes over many requests, or as many as the time allows, after a fifth of them as warm-up. */
export async function growth({ requests, minutes }: Amount): Promise<Row[]> {
	const service = await startService();
	const samples: Sample[] = [];
	const end = performance.now() + minutes * 60_000;
	const answers = await askInLoops(service, bodiesOf(readPhotos()), 4, (answered) => {
		if (answered >= samples.length * EVERY) {
			samples.push({
				requests: answered,
				bytes: residentBytesOf(service.processes()),
				workerBytes: Math.max(...service.workers().map((worker) => residentBytesOf([worker]))),
			});
		}
		return answered < requests && performance.now() < end;
	});
	await service.stop();
	const warm = samples.filter((sample) => sample.requests >= answers.length * WARM_UP);
	const failed = answers.filter(({ status }) => status !== 200).length;
	const largest = Math.max(...samples.map(({ bytes }) => bytes));
	return [
		atMost(
			`growth in 10,000 requests, by the slope of ${warm.length} samples over ${answers.length} requests`,
			slopeOf(warm) * 10_000,
			20e6,
			megabytes,
		),
		noneLost('requests failed', failed, answers.length),
		atMost(
			'most resident memory of a worker',
			Math.max(...samples.map(({ workerBytes }) => workerBytes)),
			280e6,
			megabytes,
		),
		compare('most resident memory, server and 2 workers', megabytes(largest)),
	];
}

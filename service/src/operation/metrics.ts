import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { refusalKinds } from '../contract/refusals';
import type { Engine, TaggedImage } from '../engine';
import type { Lost } from './log';

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the service tells Prometheus about itself. */
export class Metrics {
	private readonly registry = new Registry();
	private readonly requests: Counter<'route' | 'method' | 'status' | 'code'>;
	private readonly duration: Histogram<'route'>;
	private readonly stages: Histogram<'stage'>;
	private readonly drops: Counter;
	private readonly refusals: Counter<'kind'>;
	private readonly refusedDownloads: Counter;
	private readonly reloads: Counter<'result'>;

	constructor(engine: Engine, lost: Readonly<Lost>) {
		const registers = [this.registry];
		collectDefaultMetrics({ register: this.registry });
		this.requests = new Counter({
			name: 'image_tagging_requests_total',
			help: 'Requests, by route, status (499: the client left) and error code (empty on success)',
			labelNames: ['route', 'method', 'status', 'code'],
			registers,
		});
		this.duration = new Histogram({
			name: 'image_tagging_request_duration_seconds',
			help: 'Time from the arrival of a request to the end of its answer',
			labelNames: ['route'],
			buckets: seconds,
			registers,
		});
		this.stages = new Histogram({
			name: 'image_tagging_stage_duration_seconds',
			help: 'Time that an image took in a worker, by stage (decode, model), or to download',
			labelNames: ['stage'],
			buckets: seconds,
			registers,
		});
		this.drops = new Counter({
			name: 'image_tagging_connections_dropped_total',
			help: 'Connections refused because http.maxConnections were open',
			registers,
		});
		this.refusals = new Counter({
			name: 'image_tagging_auth_failures_total',
			help: 'Requests whose caller was not let in, by the kind of refusal',
			labelNames: ['kind'],
			registers,
		});
		for (const kind of refusalKinds) this.refusals.inc({ kind }, 0);
		this.refusedDownloads = new Counter({
			name: 'image_tagging_downloads_refused_total',
			help: 'Downloads refused for their address or port',
			registers,
		});
		this.reloads = new Counter({
			name: 'image_tagging_reloads_total',
			help: 'Times that the settings were read again while running, by result (applied, refused)',
			labelNames: ['result'],
			registers,
		});
		for (const result of ['applied', 'refused']) this.reloads.inc({ result }, 0);
		engineReadings(engine, registers);
		logReadings(lost, registers);
	}

	/**
	 * @param code the error code of the answer; empty on success
	 * @param ms unknown for what never became a request
	 */
	answered(route: string, method: string, status: number, code: string, ms?: number): void {
		this.requests.inc({ route, method, status: String(status), code });
		if (ms !== undefined) this.duration.observe({ route }, ms / 1000);
	}

	tagged({ decodeMs, modelMs }: TaggedImage['timings']): void {
		this.stages.observe({ stage: 'decode' }, decodeMs / 1000);
		this.stages.observe({ stage: 'model' }, modelMs / 1000);
	}

	downloaded(ms: number): void {
		this.stages.observe({ stage: 'download' }, ms / 1000);
	}

	dropped(): void {
		this.drops.inc();
	}

	/** @param kind why the caller was not let in */
	refused(kind: string): void {
		this.refusals.inc({ kind });
	}

	downloadRefused(): void {
		this.refusedDownloads.inc();
	}

	/** @param result `refused`: the settings before go on */
	reloaded(result: 'applied' | 'refused'): void {
		this.reloads.inc({ result });
	}

	get contentType(): string {
		return this.registry.contentType;
	}

	text(): Promise<string> {
		return this.registry.metrics();
	}
}

function engineReadings(engine: Engine, registers: Registry[]): void {
	const workers = new Gauge({
		name: 'image_tagging_workers',
		help: 'Worker processes, by state',
		labelNames: ['state'],
		registers,
		collect() {
			const { workers: all, ready, busy } = engine.stats();
			workers.set({ state: 'configured' }, all);
			workers.set({ state: 'ready' }, ready);
			workers.set({ state: 'busy' }, busy);
		},
	});
	const queue = new Gauge({
		name: 'image_tagging_queue_images',
		help: 'Images that wait for a worker',
		registers,
		collect() {
			queue.set(engine.stats().queued);
		},
	});
	const totals = [
		['image_tagging_worker_restarts_total', 'Workers replaced since the start', 'restarts'],
		['image_tagging_images_tagged_total', 'Images tagged since the start', 'tagged'],
	] as const;
	for (const [name, help, field] of totals) {
		readCounter(name, help, registers, () => engine.stats()[field]);
	}
}

function logReadings(lost: Readonly<Lost>, registers: Registry[]): void {
	readCounter(
		'image_tagging_log_lines_dropped_total',
		'Lines of the log that nobody took and that were lost',
		registers,
		() => lost.lines,
	);
}

/** A counter of what is counted elsewhere. */
function readCounter(name: string, help: string, registers: Registry[], read: () => number): void {
	const counter = new Counter({
		name,
		help,
		registers,
		collect() {
			counter.reset();
			counter.inc(read());
		},
	});
}

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { refusalKinds } from '../contract/refusals';
import type { Engine, TaggedImage } from '../engine';
import type { Lost } from './log';
import { buildReadings, engineReadings, logReadings, modelReadings } from './readings';

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What the service tells Prometheus about itself. */
export class Metrics {
	private readonly registry = new Registry();
	private readonly requests: Counter<'route' | 'method' | 'status' | 'code'>;
	private readonly duration: Histogram<'route'>;
	private readonly stages: Histogram<'stage'>;
	private readonly waits: Histogram;
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
		this.waits = new Histogram({
			name: 'image_tagging_queue_wait_seconds',
			help: 'Time that an image waited until a worker came to it',
			buckets: seconds,
			registers,
		});
		this.drops = new Counter({
			name: 'image_tagging_connections_dropped_total',
			help: "Connections refused because http.maxConnections, or an address's share of them, were open",
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
		buildReadings(registers);
		modelReadings(engine, registers);
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

	/** A worker has come to an image. */
	waited(ms: number): void {
		this.waits.observe(ms / 1000);
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

	/** For a service whose limits are counted with other replicas. */
	watchLimitStore(isUp: () => boolean): void {
		const gauge = new Gauge({
			name: 'image_tagging_limit_store_up',
			help: 'Whether limits.store answers (1); while it does not (0), each replica counts requests for itself',
			registers: [this.registry],
			collect() {
				gauge.set(Number(isUp()));
			},
		});
	}

	get contentType(): string {
		return this.registry.contentType;
	}

	text(): Promise<string> {
		return this.registry.metrics();
	}
}

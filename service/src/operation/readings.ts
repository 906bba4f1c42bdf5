import { Counter, Gauge, type Registry } from 'prom-client';
import type { Engine } from '../engine';
import { version } from './build';
import type { Lost } from './log';

/*
 * What is counted or known elsewhere, and is read when somebody asks.
 */

export function buildReadings(registers: Registry[]): void {
	const labels = { version, node: process.versions.node };
	new Gauge({
		name: 'image_tagging_build_info',
		help: 'Version of the service and of Node; always 1',
		labelNames: Object.keys(labels),
		registers,
	}).set(labels, 1);
}

export function modelReadings(engine: Engine, registers: Registry[]): void {
	const gauge = new Gauge({
		name: 'image_tagging_model_info',
		help: 'Models that look at each image; always 1',
		labelNames: ['name', 'version'],
		registers,
		collect() {
			gauge.reset();
			for (const model of engine.models) {
				gauge.set({ name: model.name, version: model.version }, 1);
			}
		},
	});
}

export function engineReadings(engine: Engine, registers: Registry[]): void {
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

export function logReadings(lost: Readonly<Lost>, registers: Registry[]): void {
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

import type { Settings } from '../config/load';
import { startEngine } from '../engine';
import { createLogger } from '../operation/log';
import { createContext } from './context';
import { Fronts } from './fronts';
import { stopOnSignal } from './lifecycle';

/** Where the service listens, such as `http://127.0.0.1:8089`; `admin` where that is a listener of its own. */
export interface Started {
	listening: string;
	admin?: string;
}

/**
 * Starts the service; it can tag when the promise resolves, and ends itself on SIGTERM or SIGINT.
 * @throws when it can't listen there, or the models can't be used; nothing is left running then
 */
export async function startService(settings: Settings): Promise<Started> {
	const { config } = settings;
	const { log, lost } = createLogger(config.logLevel);
	for (const warning of settings.warnings) log.warn(warning);
	const engine = startEngine({
		workers: config.workers,
		models: settings.models,
		queueLimit: config.limits.queuedImages,
		queueShared: config.accounts.length > 1,
		taskTimeoutMs: config.imageTimeoutMs,
		inference: config.inference,
		imagesPerWorker: config.imagesPerWorker,
		workerMemoryBytes: config.workerMemoryBytes,
		onTrouble: (sentence) => log.warn(sentence),
	});
	const ready = engine.ready.then(
		() => undefined,
		(error: unknown) => error as Error,
	);
	const context = createContext(settings, engine, log, lost);
	const fronts = new Fronts(context);
	stopOnSignal(context, fronts);
	const started: Started = { listening: '' };
	try {
		const serve = await fronts.prepare(context);
		serve();
		const [listening = '', admin] = await fronts.listen(settings);
		Object.assign(started, { listening }, admin && { admin });
		const failure = await ready;
		if (failure) throw failure;
	} catch (error) {
		await engine.close().catch(() => undefined);
		throw error;
	}
	if (context.life.phase === 'starting') context.life.phase = 'ready';
	log.info({ ...started, workers: config.workers, accounts: config.accounts.length }, 'listening');
	return started;
}

import type { Settings } from '../config/load';
import { RenewableEngine } from '../engine';
import { createLogger } from '../operation/log';
import { createContext, engineOptions } from './context';
import { Fronts } from './fronts';
import { followSignals } from './lifecycle';
import { Reloader, type Reloadable } from './reload';

/** Where the service listens, such as `http://127.0.0.1:8089`; `admin` where that is a listener of its own. */
export interface Started {
	listening: string;
	admin?: string;
}

/**
 * Starts the service; it can tag when the promise resolves, and ends itself on SIGTERM or SIGINT.
 * @param source where the settings are from, and can be had again
 * @throws when it can't listen there, or the models can't be used; nothing is left running then
 */
export async function startService(
	settings: Settings,
	source: Pick<Reloadable, 'files' | 'load'>,
): Promise<Started> {
	const { config } = settings;
	const { log, lost } = createLogger(config.logLevel);
	for (const warning of settings.warnings) log.warn(warning);
	const engine = new RenewableEngine(
		engineOptions(settings, log, (waitedMs) => context.metrics.waited(waitedMs)),
	);
	const ready = engine.ready.then(
		() => undefined,
		(error: unknown) => error as Error,
	);
	const context = createContext(settings, engine, log, lost);
	const fronts = new Fronts(context);
	const reloader = new Reloader({ context, fronts, engine, ...source });
	followSignals(context, fronts, reloader);
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
	reloader.begin();
	return started;
}

import type { AddressInfo } from 'node:net';
import type { Settings } from '../config/load';
import { startEngine } from '../engine';
import { createLogger } from '../operation/log';
import { createContext } from './context';
import { stopOnSignal } from './lifecycle';
import { buildServer } from './server';

/**
 * Starts the service; it can tag when the promise resolves, and ends itself on SIGTERM or SIGINT.
 * @returns where it listens, such as `http://127.0.0.1:8089`
 * @throws when it can't listen there, or the models can't be used; nothing is left running then
 */
export async function startService(settings: Settings): Promise<{ listening: string }> {
	const { config } = settings;
	const { log, lost } = createLogger(config.logLevel);
	for (const warning of settings.warnings) log.warn(warning);
	const engine = startEngine({
		workers: config.workers,
		models: settings.models,
		queueLimit: config.limits.queuedImages,
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
	const server = buildServer(context);
	stopOnSignal(context, server);
	try {
		await server.listen({ host: settings.host, port: settings.port });
		const failure = await ready;
		if (failure) throw failure;
	} catch (error) {
		await engine.close().catch(() => undefined);
		throw error;
	}
	if (context.life.phase === 'starting') context.life.phase = 'ready';
	const listening = urlOf(settings, server.server.address() as AddressInfo);
	log.info({ listening, workers: config.workers, accounts: config.accounts.length }, 'listening');
	return { listening };
}

function urlOf(settings: Settings, { port }: AddressInfo): string {
	const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
	return `${settings.tls ? 'https' : 'http'}://${host}:${port}`;
}

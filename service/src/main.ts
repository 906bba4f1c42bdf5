import type { AddressInfo } from 'node:net';
import { createContext } from './api/context';
import { buildServer } from './api/server';
import { ConfigError, loadSettings, type Settings } from './config/load';
import { startEngine } from './engine';
import { builtInModel } from './operation/built-in-model';
import { createLogger } from './operation/log';
import { onStopSignal } from './operation/stop';

async function main(): Promise<void> {
	const settings = loadSettings(process.env);
	const { config } = settings;
	const log = createLogger(config.logLevel);
	const engine = startEngine({
		workers: config.workers,
		models: settings.models.length > 0 ? settings.models : [builtInModel()],
		queueLimit: config.limits.queuedPictures,
		taskTimeoutMs: config.pictureTimeoutMs,
		onTrouble: (sentence) => log.warn(sentence),
	});
	const ready = engine.ready.then(
		() => undefined,
		(error: unknown) => error as Error,
	);
	const context = createContext(settings, engine, log);
	const app = buildServer(context);
	onStopSignal(context, app);
	try {
		await app.listen({ host: settings.host, port: settings.port });
		const failure = await ready;
		if (failure) throw failure;
	} catch (error) {
		await engine.close().catch(() => undefined);
		throw error;
	}
	if (context.state === 'starting') context.state = 'ready';
	const listening = urlOf(settings, app.server.address() as AddressInfo);
	process.stdout.write(`${JSON.stringify({ listening })}\n`);
	log.info({ listening, workers: config.workers, accounts: config.accounts.length }, 'listening');
}

function urlOf(settings: Settings, { port }: AddressInfo): string {
	const host = settings.host.includes(':') ? `[${settings.host}]` : settings.host;
	return `${settings.tls ? 'https' : 'http'}://${host}:${port}`;
}

/** One sentence on standard error, then the end. */
function fail(error: Error & { code?: string }): never {
	const { host, port } = {
		host: process.env.IMAGE_SERVICE_HOST || '127.0.0.1',
		port: process.env.IMAGE_SERVICE_PORT || '8089',
	};
	const sentences: Record<string, string> = {
		EADDRINUSE: `Port ${port} on ${host} is in use by another program; stop it or set IMAGE_SERVICE_PORT to another port.`,
		EACCES: `The service may not listen on port ${port} of ${host}; set IMAGE_SERVICE_PORT to a port above 1023.`,
		EADDRNOTAVAIL: `This machine has no address ${host}; set IMAGE_SERVICE_HOST to one of its own.`,
		ENOTFOUND: `The host name ${host} is not known; set IMAGE_SERVICE_HOST to an address of this machine.`,
	};
	const sentence =
		error instanceof ConfigError ? error.message : (sentences[error.code ?? ''] ?? error.message);
	process.stderr.write(`${sentence}\n`);
	process.exit(1);
}

main().catch((error: unknown) => fail(error as Error));

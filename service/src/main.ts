import { startService } from './app/start';
import { ConfigError, loadSettings } from './config/load';

async function main(): Promise<void> {
	const started = await startService(loadSettings(process.env));
	process.stdout.write(`${JSON.stringify(started)}\n`);
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

import { startService } from '../app/start';
import { SettingsFiles } from '../config/files';
import { loadSettings, type Settings } from '../config/load';

/** What the options of the command line say; those that are not given are not there. */
export interface Options {
	config?: string;
	host?: string;
	port?: string;
}

/** The environment, with what the command line says in place of what it says. */
function environment({ config, host, port }: Options): NodeJS.ProcessEnv {
	const given = {
		IMAGE_SERVICE_CONFIG: config,
		IMAGE_SERVICE_HOST: host,
		IMAGE_SERVICE_PORT: port,
	};
	const named = Object.entries(given).filter(([, value]) => value !== undefined);
	return { ...process.env, ...Object.fromEntries(named) };
}

/** Why it can't listen, and what to do, by the system's code. */
const REASONS: Record<string, (settings: Settings) => string> = {
	EADDRINUSE: ({ host, port }) =>
		`Port ${port} on ${host} is in use by another program; stop it, or choose another port with --port or IMAGE_SERVICE_PORT.`,
	EACCES: ({ host, port }) =>
		`The service may not listen on port ${port} of ${host}; choose a port above 1023 with --port or IMAGE_SERVICE_PORT.`,
	EADDRNOTAVAIL: ({ host }) =>
		`This machine has no address ${host}; choose one of its own with --host or IMAGE_SERVICE_HOST.`,
	ENOTFOUND: ({ host }) =>
		`The host name ${host} is not known; choose an address of this machine with --host or IMAGE_SERVICE_HOST.`,
};

/** Starts the service, and says in one line of JSON where it listens; it ends on SIGTERM or SIGINT. */
export async function start(options: Options): Promise<void> {
	const env = environment(options);
	const files = new SettingsFiles();
	const load = (read: SettingsFiles) => loadSettings(env, read);
	const settings = load(files);
	try {
		process.stdout.write(`${JSON.stringify(await startService(settings, { files, load }))}\n`);
	} catch (error) {
		const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ''];
		throw reason ? new Error(reason(settings)) : error;
	}
}

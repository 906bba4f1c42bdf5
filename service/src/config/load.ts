import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { demoConfig, hasDemoSecrets, isLoopback } from './demo';
import { ConfigError, firstFault } from './faults';
import { SettingsFiles } from './files';
import { configSchema, type Config } from './schema';
import { withSecrets } from './secrets';
import { readTls, type Tls } from './tls';

export { ConfigError };

export interface Settings {
	host: string;
	port: number;
	config: Config;
	/** Absolute model folders. */
	models: string[];
	tls?: Tls;
	/** Whether the public demo account opens this service. */
	demo: boolean;
	/** Sentences on what the operator may want to change. */
	warnings: string[];
	/** The configuration file, where there is one. */
	file?: string | undefined;
}

/** What stands in a list of models for those that come with the service. */
const BUILT_IN = 'built-in';

/** The folders of the models that come with the service. */
const builtInModels = ['coco-ssd', 'efficientnet-b0'].map((name) =>
	join(__dirname, '..', '..', 'models', name),
);

/**
 * Reads `IMAGE_SERVICE_HOST`, `IMAGE_SERVICE_PORT` and `IMAGE_SERVICE_CONFIG`.
 * Paths inside the configuration file are relative to its folder.
 * @param files is told of each file before it is read
 * @throws {ConfigError} naming the variable, or the field by its path
 */
export function loadSettings(env: NodeJS.ProcessEnv, files = new SettingsFiles()): Settings {
	const host = env.IMAGE_SERVICE_HOST || '127.0.0.1';
	const port = readPort(env.IMAGE_SERVICE_PORT);
	const file = env.IMAGE_SERVICE_CONFIG;
	const folder = file ? dirname(resolve(file)) : process.cwd();
	const config = parseConfig(
		file ? withSecrets(readJson(file, files), { folder, files, env }) : demoConfig,
		file ?? 'the demo configuration',
	);
	const demo = hasDemoSecrets(config);
	if (demo && !isLoopback(host)) {
		throw new ConfigError(
			file
				? `${file} holds the demo account's password or key, which everybody knows, so the service doesn't listen on ${host}; use secrets of your own.`
				: `Without a configuration (IMAGE_SERVICE_CONFIG or --config) the service has only the demo account, which everybody knows, so it doesn't listen on ${host}; write one with the command init, or use 127.0.0.1.`,
		);
	}
	return {
		host,
		port,
		config,
		models: [config.model ?? BUILT_IN]
			.flat()
			.flatMap((model) => (model === BUILT_IN ? builtInModels : [resolve(folder, model)])),
		tls: config.tls && readTls(folder, config.tls, files),
		demo,
		warnings: file ? readableByEverybody(file) : [],
		file,
	};
}

/** Windows has other means for this, which the mode of a file says nothing of. */
function readableByEverybody(file: string): string[] {
	if (process.platform === 'win32' || (statSync(file).mode & 0o004) === 0) return [];
	return [`Every user of this machine can read ${file}, which holds secrets: chmod 600 ${file}`];
}

function readPort(text: string | undefined): number {
	if (text === undefined || text === '') return 8089;
	const port = Number(text);
	if (/^\d+$/.test(text) && port <= 65_535) return port;
	throw new ConfigError(
		`The port (IMAGE_SERVICE_PORT or --port) is "${text}", but must be a number from 0 to 65535.`,
	);
}

function readJson(file: string, files: SettingsFiles): unknown {
	let text: string;
	try {
		// In full, so that a message names the folder in which a relative path was looked for.
		text = files.read(resolve(file)).toString('utf8');
	} catch (error) {
		throw new ConfigError(`The configuration ${file} can't be read: ${(error as Error).message}.`);
	}
	try {
		// Windows' editors may begin the file with a byte order mark.
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		// The parser's own message quotes the text around the fault, which may be a secret.
		const place = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec((error as Error).message);
		const line = place && text.slice(0, Number(place[1])).split('\n').length;
		throw new ConfigError(`${file} is not valid JSON${line ? `: see line ${line}` : ''}.`);
	}
}

function parseConfig(value: unknown, source: string): Config {
	const parsed = configSchema.safeParse(value);
	if (!parsed.success) throw new ConfigError(`${source}: ${firstFault(parsed.error)}`);
	const duplicate = findDuplicate(parsed.data);
	if (duplicate) throw new ConfigError(`${source}: ${duplicate}`);
	return parsed.data;
}

function findDuplicate({ accounts, tokenKeys = [] }: Config): string | undefined {
	const seen = new Map<string, string>();
	const ofTokens = tokenKeys.map(({ id }, i) => claim(['token key', id], `tokenKeys[${i}].id`));
	const ofAccounts = accounts.flatMap(({ name, projects, accessKeys, users }, a) => [
		claim(['account', name], `accounts[${a}].name`),
		...projects.flatMap((project, i) => [
			claim(['project', project.id], `accounts[${a}].projects[${i}].id`),
			claim(['name', name, project.name], `accounts[${a}].projects[${i}].name`),
		]),
		...accessKeys.map((key, i) => claim(['key', key.ak], `accounts[${a}].accessKeys[${i}].ak`)),
		...users.map((user, i) => claim(['user', name, user.name], `accounts[${a}].users[${i}].name`)),
	]);
	for (const { what, path } of [...ofTokens, ...ofAccounts]) {
		const first = seen.get(what);
		if (first) return `${path} repeats the value of ${first}.`;
		seen.set(what, path);
	}
	return undefined;
}

/** A field whose value may be there once; `parts` say which value, and among which. */
function claim(parts: string[], path: string): { what: string; path: string } {
	return { what: JSON.stringify(parts), path };
}

import { resolve } from 'node:path';
import { ConfigError } from './faults';
import type { SettingsFiles } from './files';

/** Elsewhere `keyFile` is a setting of its own. */
const settingsWithSecrets = new Set(['accounts', 'tokenKeys', 'limits']);

/** Fields that may stand in a file of their own (`skFile`) or in the environment (`skEnv`). */
const secretFields = ['password', 'passwordHash', 'sk', 'securityToken', 'key', 'redis'];

/** Where secrets are: the folder to which files are relative, the files, and the environment. */
export interface SecretPlaces {
	folder: string;
	files: Pick<SettingsFiles, 'read'>;
	env: NodeJS.ProcessEnv;
}

const sources: Record<string, (place: unknown, places: SecretPlaces) => string> = {
	File: (file, { folder, files }) =>
		files
			.read(resolve(folder, String(file)))
			.toString('utf8')
			.replace(/\r?\n$/, ''),
	Env: (name, { env }) => {
		const value = env[String(name)];
		if (value === undefined) throw new Error('the environment has no such variable');
		return value;
	},
};

const places = new Map(
	secretFields.flatMap((field) =>
		Object.entries(sources).map(
			([suffix, read]) => [`${field}${suffix}`, { field, read }] as const,
		),
	),
);

const isFields = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A configuration with its secrets in place of where they are: `{"skFile": "sk.txt"}` becomes `{"sk": "…"}`.
 * @param value as it was parsed; it is not changed
 * @throws {ConfigError} naming the field, never what it holds
 */
export function withSecrets(value: unknown, given: SecretPlaces): unknown {
	if (!isFields(value)) return value;
	const entries = Object.entries(value).map(([name, entry]) => [
		name,
		settingsWithSecrets.has(name) ? resolved(entry, given, name) : entry,
	]);
	return Object.fromEntries(entries) as unknown;
}

function resolved(value: unknown, given: SecretPlaces, path: string): unknown {
	if (Array.isArray(value)) return value.map((entry, i) => resolved(entry, given, `${path}[${i}]`));
	if (!isFields(value)) return value;
	const entries = Object.entries(value).map(([name, entry]) => {
		const place = places.get(name);
		const here = `${path}.${name}`;
		if (!place) return [name, resolved(entry, given, here)];
		if (Object.hasOwn(value, place.field)) {
			throw new ConfigError(`${here} stands beside ${place.field}: leave out one of them.`);
		}
		try {
			return [place.field, place.read(entry, given)];
		} catch (error) {
			throw new ConfigError(`${here} can't be read: ${(error as Error).message}.`);
		}
	});
	return Object.fromEntries(entries) as unknown;
}

import { basename } from 'node:path';
import { loadSettings } from '../config/load';
import { startEngine } from '../engine';

/**
 * Reads a configuration (without a file the one of the environment) and loads its models as a worker would.
 * @throws {Error} with the sentence that says what is wrong
 */
export async function check(file?: string): Promise<void> {
	const env = { ...process.env, ...(file !== undefined && { IMAGE_SERVICE_CONFIG: file }) };
	const { config, models, warnings } = loadSettings(env);
	const { inference } = config;
	const engine = startEngine({ workers: 1, models, inference, queueLimit: 1, taskTimeoutMs: 1000 });
	await engine.ready.finally(() => engine.close());
	const name = env.IMAGE_SERVICE_CONFIG || 'The demo configuration';
	const names = config.accounts.map((account) => account.name).join(', ');
	const loaded = models.map((model) => basename(model)).join(', ');
	process.stdout.write(
		[
			`${name} is sound. Region: ${config.region}. Accounts: ${names}. Models: ${loaded}.`,
			...warnings,
			'',
		].join('\n'),
	);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLAGS, readArguments, UsageError } from './arguments';
import { COMMANDS, PROGRAM, VALUES } from './commands';

function help(): string {
	const rows = [
		...Object.entries(COMMANDS).map(([name, { operand, does }]) => [
			operand ? `${name} [${operand}]` : name,
			does,
		]),
		...Object.entries(VALUES).map(([name, does]) => [`--${name} <${name}>`, does]),
		...Object.entries(FLAGS).map(([name, does]) => [`--${name}`, does]),
	];
	const lines = rows.map(([what = '', does]) => `  ${what.padEnd(20)}${does}\n`);
	return `Usage: ${PROGRAM} [command] [options]\n\n${lines.join('')}`;
}

function version(): string {
	const description = readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8');
	return `${(JSON.parse(description) as { version: string }).version}\n`;
}

const texts: Record<keyof typeof FLAGS, () => string> = { help, version };

/**
 * Runs a command line (without node and script). A failure is one sentence on standard error; the process ends with 2
 * where the command line can't be understood, else with 1.
 */
export async function run(args: string[]): Promise<void> {
	try {
		const asked = readArguments(args);
		if ('print' in asked) process.stdout.write(texts[asked.print]());
		else await asked.command.run(asked.options, asked.operand);
	} catch (error) {
		const { message } = error as Error;
		const misused = error instanceof UsageError;
		process.stderr.write(misused ? `${message}: see ${PROGRAM} --help.\n` : `${message}\n`);
		process.exit(misused ? 2 : 1);
	}
}

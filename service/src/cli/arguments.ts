import { parseArgs } from 'node:util';
import { COMMANDS, DEFAULT_COMMAND, VALUES, type Command } from './commands';
import type { Options } from './start';

/** A command line that can't be understood. Its message is a sentence without its full stop. */
export class UsageError extends Error {}

/** Options that ask for something to be printed in place of running a command. */
export const FLAGS = { help: 'print this text', version: 'print the version' };

type Asked =
	| { print: keyof typeof FLAGS }
	| { command: Command; options: Options; operand?: string };

const ofType = (names: object, type: 'string' | 'boolean') =>
	Object.fromEntries(Object.keys(names).map((name) => [name, { type }]));

const known = { ...ofType(VALUES, 'string'), ...ofType(FLAGS, 'boolean') };

/** Options and other words. Checked here, since the parser's own sentences are for programmers. */
function parse(args: string[]) {
	const { tokens, values, positionals } = parseArgs({
		args,
		options: known,
		allowPositionals: true,
		strict: false,
		tokens: true,
	});
	for (const token of tokens) {
		if (token.kind !== 'option') continue;
		const { name, rawName, value } = token;
		if (!Object.hasOwn(known, name)) throw new UsageError(`There is no option ${rawName}`);
		const takesValue = known[name]?.type === 'string';
		if (takesValue && !value) throw new UsageError(`${rawName} needs a value`);
		if (!takesValue && value !== undefined) throw new UsageError(`${rawName} takes no value`);
	}
	return { values, positionals };
}

/**
 * What a command line (without node and script) asks for.
 * @throws {UsageError}
 */
export function readArguments(args: string[]): Asked {
	const { values, positionals } = parse(args);
	const { help, version, ...options } = values;
	if (help) return { print: 'help' };
	if (version) return { print: 'version' };
	const [name = DEFAULT_COMMAND, operand, ...rest] = positionals;
	const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
	if (!command) throw new UsageError(`There is no command "${name}"`);
	const taken: string[] = command.options ?? [];
	const option = Object.keys(options).find((given) => !taken.includes(given));
	if (option) throw new UsageError(`${name} does not take --${option}`);
	const [surplus] = command.operand ? rest : positionals.slice(1);
	if (surplus !== undefined) throw new UsageError(`${name} does not take "${surplus}"`);
	return { command, options, operand };
}

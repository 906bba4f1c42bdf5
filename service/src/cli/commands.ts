import type { Options } from './start';

export interface Command {
	/** A line of the help. */
	does: string;
	/** The operand's name in the help; without it the command takes none. */
	operand?: string;
	/** Which it takes. */
	options?: (keyof Options)[];
	/** Prints its result on standard output. @throws {Error} with the sentence with which the process ends */
	run(options: Options, operand?: string): Promise<void>;
}

/** How it is called: by the command that npm puts on the PATH, or as a clone's own command says. */
export const PROGRAM = process.env.IMAGE_SERVICE_COMMAND ?? 'huaweicloud-image-tagging-service';

export const DEFAULT_COMMAND = 'start';

/** Each is loaded when it is asked for: the help need not wait for the service's libraries. */
export const COMMANDS: Record<string, Command> = {
	start: {
		does: 'start the service (the default)',
		options: ['config', 'host', 'port'],
		run: async (options) => (await import('./start.js')).start(options),
	},
	init: {
		does: 'write a configuration with random secrets, and say what to enter in n8n',
		operand: 'file',
		options: ['host'],
		run: async ({ host }, file) => (await import('./init.js')).init(PROGRAM, file, host),
	},
	check: {
		does: 'say whether a configuration and its models are sound',
		operand: 'file',
		run: async (_options, file) => (await import('./check.js')).check(file),
	},
	'hash-password': {
		does: "print what stands for a password as a user's passwordHash",
		run: async () => (await import('./hash-password.js')).printPasswordHash(),
	},
};

/** Options that take a value, and what the help says of it. */
export const VALUES: Record<keyof Options, string> = {
	config: 'configuration file, or IMAGE_SERVICE_CONFIG (none: a local demo account)',
	host: 'address to listen on, or IMAGE_SERVICE_HOST (127.0.0.1); init: name for n8n',
	port: 'port to listen on, or IMAGE_SERVICE_PORT (8089; 0: any free one)',
};

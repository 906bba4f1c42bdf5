import { fork } from 'node:child_process';

import type { Answered, UpstreamOptions } from './upstream';

export interface Upstream {
	url: string;
	/** What it answered so far. */
	answered(): Promise<Answered[]>;
	close(): void;
}

const entry = (): string => process.argv[1] as string;

/** A child process and what it sends; it ends with the channel to this process. */
function forked(path: string, args: string[], what: string, execArgv: string[] = []) {
	const child = fork(path, args, { execArgv, stdio: 'inherit' });
	const message = <T>() =>
		new Promise<T>((resolve, reject) => {
			child.once('message', (value) => resolve(value as T));
			child.once('exit', (code) =>
				reject(new Error(`The process "${what}" ended (exit ${code}).`)),
			);
		});
	return { child, message };
}

/** Runs this program in another role. */
const start = (role: string, argument: object, execArgv: string[] = []) =>
	forked(entry(), [role, JSON.stringify(argument)], role, execArgv);

export async function startUpstream(options: UpstreamOptions): Promise<Upstream> {
	const { child, message } = start('upstream', options);
	const { url } = await message<{ url: string }>();
	return {
		url,
		async answered() {
			child.send('answered');
			return (await message<{ answered: Answered[] }>()).answered;
		},
		close: () => child.disconnect(),
	};
}

/** Measures something in a process of its own, with a garbage collector that can be called. */
export async function inChild<T>(role: string, argument: object): Promise<T> {
	const { child, message } = start(role, argument, ['--expose-gc']);
	const result = await message<T>();
	child.disconnect();
	return result;
}

/** Runs a program of the repository, which sends its result as its only message. */
export async function runProgram<T>(path: string, argument: object): Promise<T> {
	const { child, message } = forked(path, [JSON.stringify(argument)], path);
	const result = await message<T>();
	if (child.connected) child.disconnect();
	return result;
}

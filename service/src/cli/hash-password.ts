import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { hashPassword } from '../auth/passwords';

/** The password as it is typed, which the terminal doesn't show. */
async function typed(): Promise<string> {
	process.stderr.write('Password: ');
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
	try {
		return await terminal.question('');
	} finally {
		terminal.close();
		process.stderr.write('\n');
	}
}

/**
 * Prints what stands for a password in a configuration. The password comes from the terminal or standard input and not
 * from the command line, which other users of the machine can read.
 * @throws {Error} with a sentence, without a password
 */
export async function printPasswordHash(): Promise<void> {
	const given = process.stdin.isTTY
		? await typed()
		: (await text(process.stdin)).replace(/\r?\n$/, '');
	if (given === '') throw new Error('There is no password: type it, or send it on standard input.');
	process.stdout.write(`${await hashPassword(given)}\n`);
}

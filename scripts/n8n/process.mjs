import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { atExit } from './at-exit.mjs';
import { codeOf } from './failure.mjs';

/** How much of a process's last output is kept for a failure's message, in characters. */
const TAIL = 4000;

/**
 * Starts a long-running process in a process group of its own, so that stopping it ends its own
 * children too and nothing else.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {(text: string) => void} [onOutput] called with each piece of standard output and error
 */
export function startProcess(command, args, options, onOutput = () => {}) {
	const child = spawn(command, args, {
		...options,
		stdio: ['ignore', 'pipe', 'pipe'],
		detached: true,
	});
	let tail = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text) => {
			tail = (tail + text).slice(-TAIL);
			onOutput(text);
		});
	}
	const ended = once(child, 'exit').catch((error) => {
		tail += error.message;
	});
	/** @param {NodeJS.Signals} signal */
	const killGroup = (signal) => {
		if (child.pid === undefined) return;
		try {
			process.kill(-child.pid, signal);
		} catch (error) {
			if (codeOf(error) !== 'ESRCH') throw error;
		}
	};
	const stayAtExit = atExit(() => killGroup('SIGKILL'));

	return {
		child,
		/** Resolves when the process has ended. */
		ended,
		get hasEnded() {
			return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
		},
		/** The last output, for a failure's message. */
		get tail() {
			return tail;
		},
		/** Ends the process, first politely, after `graceMs` by force; then what it left of its group. */
		async stop(graceMs = 20_000) {
			if (!this.hasEnded) {
				child.kill('SIGTERM');
				const waiting = new AbortController();
				await Promise.race([
					ended,
					sleep(graceMs, undefined, { signal: waiting.signal }).catch(() => {}),
				]);
				waiting.abort();
			}
			killGroup('SIGKILL');
			await ended;
			stayAtExit();
		},
	};
}

/**
 * Asks `url` until it answers with JSON, the process has ended, or `timeoutMs` are over. Plain text
 * is not enough: n8n says "n8n is starting up. Please wait" with status 200.
 *
 * @param {string} url
 * @param {{hasEnded: boolean}} running
 * @param {number} timeoutMs
 * @returns {Promise<boolean>} whether it answered
 */
export async function answers(url, running, timeoutMs) {
	const deadline = Date.now() + timeoutMs;
	while (Date.now() < deadline && !running.hasEnded) {
		const response = await fetch(url).catch(() => undefined);
		if (response?.ok && response.headers.get('content-type')?.includes('json')) return true;
		await sleep(200);
	}
	return false;
}

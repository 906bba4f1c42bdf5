import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TaggedImage } from '../../../src/engine';
import { LIMITS } from '../../../src/engine/limits';
import { WorkerLost, WorkerProcess } from '../../../src/engine/pool/worker-process';
import { settled, stopClock, type Clock } from '../../support/clock';

/** Jest's own, since only with that one its `mock` goes in front of the imports. */
declare const jest: typeof import('@jest/globals').jest;

jest.mock('node:child_process', () => ({
	fork: (...args: unknown[]) => (child = new PlayedChild(args)),
}));

/** A child process that does what the test says. */
class PlayedChild extends EventEmitter {
	pid: number | undefined = 1;
	connected = true;
	readonly sent: unknown[] = [];
	readonly written: string[] = [];
	readonly signals: string[] = [];
	readonly stdin = Object.assign(new EventEmitter(), {
		write: (bytes: Buffer) => void this.written.push(bytes.toString()),
	});
	readonly stderr = Object.assign(new EventEmitter(), {
		encoding: '',
		setEncoding(encoding: string) {
			this.encoding = encoding;
			return this;
		},
	});

	constructor(readonly started: unknown[]) {
		super();
	}

	send(message: unknown, done: () => void): void {
		this.sent.push(message);
		done();
	}

	kill(signal: string): void {
		this.signals.push(signal);
	}

	disconnect(): void {
		this.connected = false;
	}
}

let child: PlayedChild;
let worker: WorkerProcess;
let asks: number;
let words: string[];
let clock: Clock;
beforeEach(() => {
	clock = stopClock();
	[asks, words] = [0, []];
	worker = new WorkerProcess(
		() => asks++,
		(told) => words.push(told),
	);
});
afterEach(() => {
	jest.restoreAllMocks();
});

const tag = (name: string, onTurn?: () => void) => worker.tag(Buffer.from(name), 5000, onTurn);
const tagged = (name: string, memory = 7) =>
	child.emit('message', {
		type: 'tagged',
		image: { format: name } as unknown as TaggedImage,
		memory,
	});
const exit = async (code: number | null, signal: string | null = null) => {
	child.emit('exit', code, signal);
	await settled();
};

describe('the process of a worker', () => {
	it('is the compiled worker, with memory settings and pipes of its own', () => {
		const [path, args, options] = child.started;
		expect(path).toMatch(/\/service\/dist\/engine\/worker\/main\.js$/);
		expect(args).toEqual([]);
		expect(options).toMatchObject({
			execArgv: ['--max-semi-space-size=2'],
			stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
			env: {
				PATH: process.env.PATH,
				MALLOC_ARENA_MAX: '2',
				MALLOC_TRIM_THRESHOLD_: '67108864',
				MALLOC_MMAP_THRESHOLD_: '16777216',
			},
		});
	});

	it('has its words passed on, as text', () => {
		child.stderr.emit('data', 'out of memory');
		expect([words, child.stderr.encoding]).toEqual([['out of memory'], 'utf8']);
	});

	it('may break off while it is written to, which its end tells', () => {
		expect(() => child.stdin.emit('error', new Error('EPIPE'))).not.toThrow();
	});

	it.each<[string, () => unknown, string]>([
		['an exit', () => exit(3), 'ended with exit code 3'],
		['a signal', () => exit(null, 'SIGSEGV'), 'was ended by SIGSEGV'],
		[
			'a start that fails',
			() => {
				child.pid = undefined;
				child.emit('error', new Error('EAGAIN'));
			},
			'could not be started',
		],
	])('says how it ended: %s', async (_, end, how) => {
		end();
		expect(await worker.exited).toBe(how);
	});

	it('goes on after an error that is none of its start', async () => {
		child.emit('error', new Error('The message could not be sent.'));
		await exit(1);
		expect(await worker.exited).toBe('ended with exit code 1');
	});
});

describe('loading', () => {
	it('gives the models that were loaded', async () => {
		const models = worker.start(['here'], { threads: 2 });
		expect(child.sent).toEqual([{ models: ['here'], inference: { threads: 2 } }]);
		child.emit('message', { type: 'ready', models: [{ name: 'one' }] });
		expect(await models).toEqual([{ name: 'one' }]);
		void worker.start([]);
		expect(child.sent[1]).toEqual({ models: [], inference: {} });
	});

	it.each([
		[
			'says why they can not be used',
			{ type: 'unusable', failure: { kind: 'modelFailed', message: 'It is gone.' } },
			'It is gone.',
		],
		[
			'takes no other answer',
			{ type: 'tagged', memory: 1 },
			'The worker process gave an unexpected answer.',
		],
	])('%s', async (_, answer, message) => {
		const models = worker.start(['here']);
		child.emit('message', answer);
		await expect(models).rejects.toMatchObject({ kind: 'modelFailed', message });
	});

	it('has its time', async () => {
		const models = worker.start(['here']);
		const lost = expect(models).rejects.toBeInstanceOf(WorkerLost);
		await clock.pass(LIMITS.startMs - 1);
		expect(child.signals).toEqual([]);
		await clock.pass(1);
		expect(child.signals).toEqual(['SIGKILL']);
		await exit(null, 'SIGKILL');
		await lost;
		expect(await worker.exited).toBe('gave no answer within 60000 ms and was ended');
	});
});

describe('an image', () => {
	it('is announced by its length, and its bytes follow', async () => {
		const answer = tag('image');
		expect([child.sent, child.written]).toEqual([[{ bytes: 5 }], ['image']]);
		expect(worker).toMatchObject({ idle: false, atHand: 0, served: 0, memory: 0 });
		tagged('image');
		expect(await answer).toEqual({ format: 'image' });
		expect(worker).toMatchObject({ idle: true, atHand: 0, served: 1, memory: 7 });
	});

	it.each([
		[
			'fails for a reason of its own',
			{ type: 'failed', failure: { kind: 'damaged', message: 'It is damaged.' }, memory: 9 },
			{ kind: 'damaged', message: 'It is damaged.' },
			9,
		],
		[
			'has no other answer',
			{ type: 'ready', models: [] },
			{ kind: 'modelFailed', message: 'The worker process gave an unexpected answer.' },
			0,
		],
	])('%s', async (_, answer, error, memory) => {
		const failed = tag('image');
		child.emit('message', answer);
		await expect(failed).rejects.toMatchObject(error);
		expect(worker).toMatchObject({ served: 1, memory, idle: true });
	});

	it('may come while another one is at work, once the process asks for it', async () => {
		const turns: string[] = [];
		child.emit('message', { type: 'next' });
		expect([asks, worker.takesNext]).toEqual([1, false]);
		const first = tag('a', () => turns.push('a'));
		expect(worker.takesNext).toBe(true);
		const second = tag('b', () => turns.push('b'));
		expect([worker.takesNext, worker.atHand, turns]).toEqual([false, 1, ['a']]);
		tagged('a');
		expect(await first).toEqual({ format: 'a' });
		expect([worker.takesNext, worker.atHand, turns]).toEqual([false, 0, ['a', 'b']]);
		tagged('b');
		expect(await second).toEqual({ format: 'b' });
	});

	it('has its time from when the process comes to it', async () => {
		tag('a').catch(() => {});
		const second = tag('b');
		const lost = expect(second).rejects.toMatchObject({ atWork: true });
		await clock.pass(4000);
		tagged('a');
		await clock.pass(4999);
		expect(child.signals).toEqual([]);
		await clock.pass(1);
		expect(child.signals).toEqual(['SIGKILL']);
		await exit(null, 'SIGKILL');
		await lost;
		expect(await worker.exited).toBe('gave no answer within 5000 ms and was ended');
	});

	it('has one answer: what comes without a question is dropped', () => {
		expect(() => tagged('a')).not.toThrow();
		expect(worker).toMatchObject({ idle: true, served: 0 });
	});

	it('is not waited for any longer once there is its answer', async () => {
		void tag('a');
		tagged('a');
		await clock.pass(60_000);
		expect(child.signals).toEqual([]);
	});

	it('is lost with the process, the last one first', async () => {
		const lost: unknown[] = [];
		for (const name of ['a', 'b', 'c'])
			tag(name).catch((error: WorkerLost) => lost.push([name, error.atWork, error.message]));
		await exit(1);
		const message = 'The worker process ended.';
		expect(lost).toEqual([
			['c', false, message],
			['b', false, message],
			['a', true, message],
		]);
		expect(worker).toMatchObject({ idle: true, atHand: 0 });
		await clock.pass(60_000);
		expect(child.signals).toEqual([]);
	});

	it('is not sent to a process that is gone, which is made sure of', async () => {
		child.connected = false;
		const answer = tag('a');
		const lost = expect(answer).rejects.toBeInstanceOf(WorkerLost);
		expect([child.sent, child.signals]).toEqual([[], ['SIGKILL']]);
		await exit(null, 'SIGKILL');
		await lost;
	});
});

describe('the end of a worker', () => {
	it('comes by itself once it is let go', async () => {
		const ended = worker.end();
		expect([child.connected, child.signals]).toEqual([false, []]);
		await exit(0);
		await ended;
		await clock.pass(60_000);
		expect(child.signals).toEqual([]);
	});

	it('is made to come where it does not', async () => {
		void worker.end();
		await clock.pass(LIMITS.exitMs - 1);
		expect(child.signals).toEqual([]);
		await clock.pass(1);
		expect(child.signals).toEqual(['SIGKILL']);
	});

	it('may have come before', async () => {
		child.connected = false;
		const disconnect = jest.spyOn(child, 'disconnect');
		const ended = worker.end();
		await exit(0);
		await ended;
		expect(disconnect).not.toHaveBeenCalled();
	});
});

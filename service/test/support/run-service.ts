import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const built = join(__dirname, '..', '..', 'dist', 'main.js');

export interface Ended {
	code: number | null;
	signal: NodeJS.Signals | null;
	stdout: string;
	stderr: string;
}

export interface RunningService {
	url: string;
	pid: number;
	/** Its configuration file, which goes with it. */
	file: string;
	stdout(): string;
	stderr(): string;
	/** Ends it and waits for the end. */
	stop(signal?: NodeJS.Signals): Promise<Ended>;
	ended: Promise<Ended>;
}

interface Started {
	child: ChildProcess;
	file: string;
	output: { stdout: string; stderr: string };
	ended: Promise<Ended>;
}

/** Starts the built service with these environment variables and, if given, this configuration file. */
function start(config: unknown, env: Record<string, string>, main: string): Started {
	if (!existsSync(main)) throw new Error('Build the service first: cd service && npx tsc');
	const folder = mkdtempSync(join(tmpdir(), 'image-service-'));
	const file = join(folder, 'config.json');
	if (config !== undefined) {
		const text = typeof config === 'string' ? config : JSON.stringify(config);
		writeFileSync(file, text, { mode: 0o600 });
	}
	const child = spawn(process.execPath, [main], {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...process.env,
			IMAGE_SERVICE_HOST: '127.0.0.1',
			IMAGE_SERVICE_PORT: '0',
			IMAGE_SERVICE_CONFIG: config === undefined ? '' : file,
			...env,
		},
	});
	const output = { stdout: '', stderr: '' };
	child.stdout?.on('data', (data: Buffer) => (output.stdout += data.toString()));
	child.stderr?.on('data', (data: Buffer) => (output.stderr += data.toString()));
	const ended = new Promise<Ended>((resolve) => {
		child.once('close', (code, signal) => {
			rmSync(folder, { recursive: true, force: true });
			resolve({ code, signal, ...output });
		});
	});
	return { child, file, output, ended };
}

/**
 * Runs the service until it says where it listens.
 * @param main the built service's start, for programs that are bundled to another place
 */
export async function runService(
	config?: unknown,
	env: Record<string, string> = {},
	main = built,
): Promise<RunningService> {
	const { child, file, output, ended } = start(config, env, main);
	const url = await new Promise<string>((resolve, reject) => {
		child.stdout?.on('data', () => {
			const end = output.stdout.indexOf('\n');
			if (end < 0) return;
			resolve((JSON.parse(output.stdout.slice(0, end)) as { listening: string }).listening);
		});
		void ended.then(({ code, stderr }) => {
			reject(new Error(`The service ended with ${code} before it listened: ${stderr}`));
		});
	});
	return {
		url,
		pid: child.pid ?? 0,
		file,
		stdout: () => output.stdout,
		stderr: () => output.stderr,
		ended,
		stop(signal = 'SIGTERM') {
			child.kill(signal);
			return ended;
		},
	};
}

/** Runs the service to its end, for settings with which it doesn't start. */
export function runToEnd(config?: unknown, env: Record<string, string> = {}): Promise<Ended> {
	return start(config, env, built).ended;
}

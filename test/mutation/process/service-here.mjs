/**
 * Runs the service in this process, where its mutants are, in place of a process of its own: what tests start with
 * `runService` behaves the same to them, except for what only a process has.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

/**
 * @typedef {object} Service
 * @property {string} file its configuration
 * @property {{stdout: string, stderr: string}} output
 * @property {Map<string, (signal: string) => void>} signals
 * @property {Set<Server>} servers
 * @property {(code: number | null, signal: string | null) => void} end
 * @property {Promise<unknown>} ended
 */

/** Which service runs. @type {AsyncLocalStorage<Service>} */
const running = new AsyncLocalStorage();
/** @type {Set<Service>} */
const services = new Set();
/** Services start one after the other, since they share the environment and the streams. @type {Promise<unknown>} */
let starts = Promise.resolve();

const { exit, on } = process;
const { listen } = Server.prototype;

process.exit = /** @type {any} */ (
	(/** @type {number} */ code = 0) => {
		const service = running.getStore();
		if (!service) exit(code);
		else service.end(code, null);
	}
);
process.on = /** @type {any} */ (
	(/** @type {string} */ event, /** @type {any} */ listener) => {
		const service = running.getStore();
		if (!service || !event.startsWith('SIG')) return on.call(process, event, listener);
		service.signals.set(event, listener);
		return process;
	}
);
Server.prototype.listen = /** @type {any} */ (
	function (/** @type {any} */ ...args) {
		running.getStore()?.servers.add(this);
		return listen.apply(this, args);
	}
);

/** @type {(into: (text: string) => void) => Writable} */
const streamTo = (into) =>
	new Writable({
		decodeStrings: false,
		write(text, _encoding, done) {
			into(String(text));
			done();
		},
	});

/** @param {Service} service */
async function kill(service) {
	for (const server of service.servers) {
		server.close();
		/** @type {any} */ (server).closeAllConnections?.();
	}
	service.end(null, 'SIGKILL');
}

/** Ends what a test file left running. */
export async function endServices() {
	for (const service of services) await kill(service);
}

/** @param {string} folder @param {string} file */
function newService(folder, file) {
	/** @type {Service['end']} */
	let settle = () => {};
	const output = { stdout: '', stderr: '' };
	const ended = new Promise((resolve) => {
		settle = (code, signal) => resolve({ code, signal, ...output });
	}).finally(() => {
		services.delete(service);
		rmSync(folder, { recursive: true, force: true });
	});
	/** @type {Service} */
	const service = { file, output, signals: new Map(), servers: new Set(), ended, end: settle };
	services.add(service);
	return service;
}

/** @type {(name: string, value: unknown) => () => void} */
function replaceInProcess(name, value) {
	const own = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(process, name));
	Object.defineProperty(process, name, { value, configurable: true, writable: true });
	return () => Object.defineProperty(process, name, own);
}

/** @type {(module: import('./loader.mjs').LoadedModule, config: unknown, env: Record<string, string>) => Promise<Service>} */
async function start(module, config, env) {
	const folder = mkdtempSync(join(tmpdir(), 'image-service-'));
	const file = join(folder, 'config.json');
	if (config !== undefined)
		writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config), {
			mode: 0o600,
		});
	const service = newService(folder, file);
	const { output } = service;
	const restore = [
		replaceInProcess('env', {
			...process.env,
			IMAGE_SERVICE_HOST: '127.0.0.1',
			IMAGE_SERVICE_PORT: '0',
			IMAGE_SERVICE_CONFIG: config === undefined ? '' : file,
			...env,
		}),
		replaceInProcess(
			'stdout',
			streamTo((text) => (output.stdout += text)),
		),
		replaceInProcess(
			'stderr',
			streamTo((text) => (output.stderr += text)),
		),
	];
	try {
		await running.run(service, () => module.require('../../src/cli/run').run([]));
	} finally {
		for (const back of restore.reverse()) back();
	}
	return service;
}

/** @type {typeof start} */
function inTurn(...args) {
	const started = starts.then(() => start(...args));
	starts = started.catch(() => {});
	return started;
}

/** In place of service/test/support/run-service.ts. @param {import('./loader.mjs').LoadedModule} module */
export const runServiceHere = (module) => ({
	async runService(/** @type {unknown} */ config, /** @type {Record<string, string>} */ env = {}) {
		const service = await inTurn(module, config, env);
		const { output, signals, ended } = service;
		const end = output.stdout.indexOf('\n');
		if (end < 0) throw new Error(`The service ended before it listened: ${output.stderr}`);
		return {
			url: JSON.parse(output.stdout.slice(0, end)).listening,
			file: service.file,
			pid: process.pid,
			stdout: () => output.stdout,
			stderr: () => output.stderr,
			ended,
			stop(signal = 'SIGTERM') {
				const stop = signals.get(signal);
				if (stop) running.run(service, () => stop(signal));
				else void kill(service);
				return ended;
			},
		};
	},
	async runToEnd(/** @type {unknown} */ config, /** @type {Record<string, string>} */ env = {}) {
		const service = await inTurn(module, config, env);
		if (service.output.stdout !== '') throw new Error('The service started');
		return service.ended;
	},
});

/** Pools of workers by their options: models take a second to load, so they are loaded once. @type {Map<string, any>} */
const pools = new Map();

/** In place of service/src/engine/pool/pool.ts, where no mutant is in the engine. @type {(module: unknown, original: () => any) => unknown} */
export function sharedPools(_module, original) {
	const { startEngine } = original();
	return {
		startEngine(/** @type {any} */ { onTrouble: _, onTurn, ...options }) {
			const key = JSON.stringify(options);
			if (!pools.has(key)) pools.set(key, startEngine(options));
			const pool = pools.get(key);
			let tagged = 0;
			const own = {
				stats: (/** @type {unknown[]} */ ...args) => ({
					...pool.stats(...args),
					...{ tagged, restarts: 0, renewals: 0 },
				}),
				async tag(/** @type {unknown[]} */ ...args) {
					onTurn?.(0);
					const image = await pool.tag(...args);
					tagged++;
					return image;
				},
				limitQueue() {},
				close: async () => {},
			};
			return new Proxy(pool, {
				get: (_target, name) => Reflect.get(name in own ? own : pool, name),
			});
		},
	};
}

import dns from 'node:dns';
import { isIP } from 'node:net';
import { jest } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { createContext } from '../../../src/app/context';
import { buildServer } from '../../../src/app/server';
import { loadSettings, type Settings } from '../../../src/config/load';
import { configSchema } from '../../../src/config/schema';
import type { Engine } from '../../../src/engine';
import { decodeImage } from '../../../src/engine/decode';
import { colourFindings } from '../../../src/engine/findings/colours';
import { testConfig } from '../../support/accounts';
import { tokenBody } from '../../support/client';
import { idleStats } from '../../support/idle-stats';

/** Never locks, so that every request gets as far as its content deserves. */
const unlocked = { authFailuresBeforeLock: Number.MAX_SAFE_INTEGER };

/** A picture's colours from the engine's own decoders, in this process and without a model. */
function colourEngine(): Engine {
	return {
		ready: Promise.resolve(),
		models: [],
		async tag(image) {
			const { format, pixels } = await decodeImage(image);
			const { width, height } = pixels;
			const timings = { decodeMs: 0, modelMs: 0 };
			return { width, height, format, findings: colourFindings(pixels), timings, models: [] };
		},
		stats: () => idleStats,
		limitQueue: () => undefined,
		close: () => Promise.resolve(),
	};
}

/** Every name stands for a private address, so that no case reaches a network. */
function answerNamesLocally(): void {
	const { lookup } = dns;
	const local = [{ address: '10.0.0.1', family: 4 }];
	jest.spyOn(dns, 'lookup').mockImplementation(((name: string, ...rest: unknown[]) => {
		if (isIP(name)) return Reflect.apply(lookup, dns, [name, ...rest]);
		const callback = rest.at(-1) as (error: null, addresses: typeof local) => void;
		setImmediate(callback, null, local);
	}) as typeof dns.lookup);
}

/**
 * The server as it runs.
 * @param engine by default one that sees colours alone
 * @param changes to the configuration
 */
export async function fuzzedServer(
	engine: Engine = colourEngine(),
	changes: Record<string, unknown> = {},
): Promise<{
	app: FastifyInstance;
	/** Log lines of failures that were nobody's intention. */
	failures: string[];
}> {
	answerNamesLocally();
	const settings: Settings = {
		...loadSettings({}),
		config: configSchema.parse(testConfig({ limits: unlocked, ...changes })),
	};
	const failures: string[] = [];
	const log = pino({ level: 'error' }, { write: (line) => void failures.push(line) });
	const context = createContext(settings, engine, log);
	context.life.phase = 'ready';
	const app = buildServer(context);
	await app.ready();
	return { app, failures };
}

/** A token of the server's first user. */
export async function tokenFrom(app: FastifyInstance): Promise<string> {
	const payload = JSON.stringify(tokenBody());
	const answer = await app.inject({ method: 'POST', url: '/v3/auth/tokens', payload });
	return String(answer.headers['x-subject-token']);
}

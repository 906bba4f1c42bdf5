import { expect, it } from '@jest/globals';
import pino from 'pino';
import { createContext } from '../../src/app/context';
import { buildServer } from '../../src/app/server';
import { loadSettings } from '../../src/config/load';
import type { Engine, EngineStats } from '../../src/engine';

const warm: EngineStats = {
	workers: 2,
	ready: 2,
	busy: 1,
	queued: 0,
	full: false,
	restarts: 0,
	renewals: 0,
	tagged: 0,
};

it.each([
	['starting', 0, 503, 'starting'],
	['starting', 2, 503, 'starting'],
	['ready', 2, 200, 'ready'],
	['ready', 1, 200, 'ready'],
	['ready', 0, 503, 'without workers'],
	['stopping', 2, 503, 'stopping'],
] as const)(
	'/healthz and /readyz of a service that is %s with %d warm workers are %d, %s; it is alive',
	async (state, ready, code, status) => {
		const engine: Engine = {
			ready: Promise.resolve(),
			models: [],
			tag: () => Promise.reject(new Error('Nobody asks for tags here.')),
			stats: () => ({ ...warm, ready }),
			limitQueue: () => undefined,
			close: () => Promise.resolve(),
		};
		const context = createContext(loadSettings({}), engine, pino({ level: 'silent' }));
		context.life.phase = state;
		const app = buildServer(context);
		const answers = await Promise.all(['/healthz', '/readyz'].map((path) => app.inject(path)));
		const alive = await app.inject('/livez');
		await app.close();
		for (const answer of answers) {
			expect(answer.statusCode).toBe(code);
			expect(answer.json()).toEqual({ status, workers: 2, ready, busy: 1, queued: 0 });
			expect(answer.headers['cache-control']).toBe('no-store');
		}
		expect(alive.statusCode).toBe(200);
		expect(alive.json()).toEqual({ status: 'alive' });
		expect(alive.headers['cache-control']).toBe('no-store');
	},
);

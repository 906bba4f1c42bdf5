import type { FastifyBaseLogger } from 'fastify';
import type { Settings } from '../config/load';
import type { Engine } from '../engine';
import { ImageDownloader } from '../fetch/download';
import { BodyBudget } from '../http/bodies/body-budget';
import { BodyMemory } from '../http/bodies/body-memory';
import { Throttle } from '../http/limits/throttle';
import { Authenticator } from '../iam/authenticator';
import type { Lost } from '../operation/log';
import { Metrics } from '../operation/metrics';
import type { Life } from '../operation/phase';

/** What the server is put together from; each room's routes name the few things of it that they use. */
export interface Context {
	settings: Settings;
	engine: Engine;
	log: FastifyBaseLogger;
	authenticator: Authenticator;
	throttle: Throttle;
	downloader: ImageDownloader;
	metrics: Metrics;
	bodyMemory: BodyMemory;
	bodyBudget: BodyBudget;
	life: Life;
}

export function createContext(
	settings: Settings,
	engine: Engine,
	log: FastifyBaseLogger,
	lost: Readonly<Lost> = { lines: 0 },
): Context {
	const { limits, urlFetch } = settings.config;
	const metrics = new Metrics(engine, lost);
	return {
		settings,
		engine,
		log,
		authenticator: new Authenticator(settings.config),
		throttle: new Throttle(limits.concurrentRequests, limits.requestsPerMinute),
		downloader: new ImageDownloader(urlFetch, () => metrics.downloadRefused()),
		metrics,
		bodyMemory: new BodyMemory(),
		bodyBudget: new BodyBudget(limits.bodyBytes),
		life: { phase: 'starting' },
	};
}

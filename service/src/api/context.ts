import type { FastifyBaseLogger } from 'fastify';
import { Authenticator } from '../auth/authenticator';
import type { Settings } from '../config/load';
import type { Engine } from '../engine';
import { ImageDownloader } from '../fetch/download';
import { Throttle } from '../limits/throttle';
import { Metrics } from '../operation/metrics';
import { BodyMemory } from './body-memory';

/** What the routes share. */
export interface Context {
	settings: Settings;
	engine: Engine;
	log: FastifyBaseLogger;
	authenticator: Authenticator;
	throttle: Throttle;
	downloader: ImageDownloader;
	metrics: Metrics;
	bodyMemory: BodyMemory;
	/** `starting` until the engine is warm, `stopping` from the first signal on. */
	state: 'starting' | 'ready' | 'stopping';
}

export function createContext(settings: Settings, engine: Engine, log: FastifyBaseLogger): Context {
	const { limits, urlFetch } = settings.config;
	return {
		settings,
		engine,
		log,
		authenticator: new Authenticator(settings.config),
		throttle: new Throttle(limits.concurrentRequests, limits.requestsPerMinute),
		downloader: new ImageDownloader(urlFetch),
		metrics: new Metrics(engine),
		bodyMemory: new BodyMemory(),
		state: 'starting',
	};
}

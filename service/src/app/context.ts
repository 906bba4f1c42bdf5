import type { FastifyBaseLogger } from 'fastify';
import type { Settings } from '../config/load';
import type { Config } from '../config/schema';
import type { Engine, EngineOptions } from '../engine';
import { ImageDownloader } from '../fetch/download';
import { BodyBudget } from '../http/bodies/body-budget';
import { BodyMemory } from '../http/bodies/body-memory';
import { SharedWindow } from '../http/limits/shared-window';
import { SlidingWindow, type RequestCounts } from '../http/limits/sliding-window';
import { Throttle } from '../http/limits/throttle';
import { Attempts } from '../iam/attempts';
import { Authenticator } from '../iam/authenticator';
import type { Lost } from '../operation/log';
import { Metrics } from '../operation/metrics';
import type { Life } from '../operation/phase';
import { SaturationWatch } from '../operation/saturation';

/** What is there from the start to the end. What counts in it goes on counting when settings are read again. */
export interface Lasting {
	engine: Engine;
	log: FastifyBaseLogger;
	metrics: Metrics;
	life: Life;
	saturation: SaturationWatch;
	bodyMemory: BodyMemory;
	bodyBudget: BodyBudget;
	throttle: Throttle;
	/** At signatures of access keys, and at passwords of users. */
	attempts: { keys: Attempts; logins: Attempts };
}

/**
 * What the server is put together from; each room's routes name the few things of it that they use. Each reading of the
 * settings has one of its own, with which its requests end.
 */
export interface Context extends Lasting {
	settings: Settings;
	authenticator: Authenticator;
	downloader: ImageDownloader;
}

export function createContext(
	settings: Settings,
	engine: Engine,
	log: FastifyBaseLogger,
	lost: Readonly<Lost> = { lines: 0 },
): Context {
	const { limits } = settings.config;
	const metrics = new Metrics(engine, lost);
	const lasting: Lasting = {
		engine,
		log,
		metrics,
		life: { phase: 'starting' },
		saturation: new SaturationWatch(engine, log, limits.saturatedSeconds),
		bodyMemory: new BodyMemory(),
		bodyBudget: new BodyBudget(limits.bodyBytes),
		throttle: new Throttle(limits, requestCounts(settings.config, log, metrics)),
		attempts: {
			keys: new Attempts(attemptLimits(limits)),
			logins: new Attempts(attemptLimits(limits)),
		},
	};
	return contextWith(settings, lasting);
}

/** Where requests are counted: here, or with other replicas. */
function requestCounts(
	{ region, limits: { store } }: Config,
	log: FastifyBaseLogger,
	metrics: Metrics,
): RequestCounts {
	if (!store) return new SlidingWindow();
	const shared = new SharedWindow({
		url: store.redis,
		prefix: store.prefix ?? `image-tagging:${region}`,
		onChange: (isUp, reason) =>
			isUp
				? log.info('limits.store answers again: requests are counted over all replicas')
				: log.warn({ reason }, 'limits.store gives no answer: each replica counts for itself'),
	});
	metrics.watchLimitStore(() => shared.isUp);
	return shared;
}

/** A context for these settings, with what another one has that lasts. */
export function contextWith(settings: Settings, lasting: Lasting): Context {
	const { config } = settings;
	const { metrics, attempts } = lasting;
	return {
		...lasting,
		settings,
		authenticator: new Authenticator(config, attempts),
		downloader: new ImageDownloader(config.urlFetch, () => metrics.downloadRefused()),
	};
}

/** Holds what lasts to other limits. */
export function applyLimits({ accounts, limits }: Config, lasting: Lasting): void {
	const { attempts, bodyBudget, engine, saturation, throttle } = lasting;
	engine.limitQueue({ images: limits.queuedImages, shared: accounts.length > 1 });
	attempts.keys.limitTo(attemptLimits(limits));
	attempts.logins.limitTo(attemptLimits(limits));
	bodyBudget.limitTo(limits.bodyBytes);
	saturation.limitTo(limits.saturatedSeconds);
	throttle.limitTo(limits);
}

/** What the settings ask of the engine. */
export function engineOptions(
	{ config, models }: Settings,
	log: FastifyBaseLogger,
	onTurn: (waitedMs: number) => void,
): EngineOptions {
	return {
		workers: config.workers,
		models,
		queueLimit: config.limits.queuedImages,
		queueShared: config.accounts.length > 1,
		taskTimeoutMs: config.imageTimeoutMs,
		inference: config.inference,
		imagesPerWorker: config.imagesPerWorker,
		workerMemoryBytes: config.workerMemoryBytes,
		onTurn,
		onTrouble: (sentence) => log.warn(sentence),
	};
}

const attemptLimits = ({ authFailuresBeforeLock, authLockSeconds }: Config['limits']) => ({
	failures: authFailuresBeforeLock,
	seconds: authLockSeconds,
});

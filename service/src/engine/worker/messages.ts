import type { EngineErrorKind } from '../errors';
import type { TaggedImage } from '../types';

/**
 * To the worker: first the models to load, then images, whose bytes come by standard input. While one is at
 * work, another may be sent once the worker has asked for it.
 */
export type ToWorker = { models: string[] } | { bytes: number };

export interface Failure {
	kind: EngineErrorKind;
	message: string;
}

/** One answer per message, in order. */
export type FromWorker =
	| { type: 'ready' }
	| { type: 'unusable'; failure: Failure }
	| { type: 'tagged'; image: TaggedImage }
	| { type: 'failed'; failure: Failure };

/**
 * The image at work takes no longer than others, so one more may come: it will not wait long behind a slow one,
 * nor will the worker wait for it.
 */
export const NEXT = { type: 'next' } as const;

import type { EngineErrorKind } from '../errors';
import type { TaggedPicture } from '../types';

/**
 * To the worker: first the models to load, then pictures, whose bytes come by standard input. While one is at
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
	| { type: 'tagged'; picture: TaggedPicture }
	| { type: 'failed'; failure: Failure };

/**
 * What is left to do takes the same time for every picture, so one more may come: it will neither wait long behind
 * a slow picture, nor will the worker wait for it.
 */
export const NEXT = { type: 'next' } as const;

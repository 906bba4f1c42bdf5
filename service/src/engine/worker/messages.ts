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
 * The picture at work takes no longer than others, so one more may come: it will not wait long behind a slow one,
 * nor will the worker wait for it.
 */
export const NEXT = { type: 'next' } as const;

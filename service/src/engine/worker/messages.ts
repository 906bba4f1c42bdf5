import type { EngineErrorKind } from '../errors';
import type { TaggedPicture } from '../types';

/** To the worker: first the models to load, then one picture at a time, whose bytes come by standard input. */
export type ToWorker = { models: string[] } | { bytes: number };

export interface Failure {
	kind: EngineErrorKind;
	message: string;
}

/** From the worker: `ready` or `unusable` once, then one answer per picture. */
export type FromWorker =
	| { type: 'ready' }
	| { type: 'unusable'; failure: Failure }
	| { type: 'tagged'; picture: TaggedPicture }
	| { type: 'failed'; failure: Failure };

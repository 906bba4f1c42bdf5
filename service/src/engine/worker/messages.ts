import type { EngineErrorKind } from '../errors';
import type { Inference, ModelInfo, TaggedImage } from '../types';

/**
 * To the worker: first the models to load, then images, whose bytes come by standard input. While one is at
 * work, another may be sent once the worker has asked for it.
 */
export type ToWorker = { models: string[]; inference: Partial<Inference> } | { bytes: number };

export interface Failure {
	kind: EngineErrorKind;
	message: string;
}

/** One answer per message, in order. `memory` is what the process holds now, in bytes. */
export type FromWorker =
	| { type: 'ready'; models: ModelInfo[] }
	| { type: 'unusable'; failure: Failure }
	| { type: 'tagged'; image: TaggedImage; memory: number }
	| { type: 'failed'; failure: Failure; memory: number };

/**
 * The image at work takes no longer than others, so one more may come: it will not wait long behind a slow one,
 * nor will the worker wait for it.
 */
export const NEXT = { type: 'next' } as const;

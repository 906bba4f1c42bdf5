/**
 * Why a picture has no answer.
 * - `unsupportedFormat`, `damaged`, `size`: the picture's own fault
 * - `modelFailed`: the model, or the process that runs it, failed
 * - `busy`: the queue is full
 * - `closed`: the engine is closing, or was closed
 */
export type EngineErrorKind =
	| 'unsupportedFormat'
	| 'damaged'
	| 'size'
	| 'modelFailed'
	| 'busy'
	| 'closed';

/** A failure with one plain sentence that may be shown to the caller. */
export class EngineError extends Error {
	constructor(
		readonly kind: EngineErrorKind,
		message: string,
	) {
		super(message);
		this.name = 'EngineError';
	}
}

/**
 * Why an image has no answer.
 * - `unsupportedFormat`, `damaged`, `size`: the image's own fault
 * - `modelFailed`: the model can't be used, or failed on this image
 * - `workersLost`: the process that looked at it was lost, and the one after that too
 * - `busy`: the queue is full
 * - `closed`: the engine is closing, or was closed
 */
export type EngineErrorKind =
	| 'unsupportedFormat'
	| 'damaged'
	| 'size'
	| 'modelFailed'
	| 'workersLost'
	| 'busy'
	| 'closed';

/** A failure with one plain sentence; but for `modelFailed`, which may name folders, it may be shown to the caller. */
export class EngineError extends Error {
	constructor(
		readonly kind: EngineErrorKind,
		message: string,
	) {
		super(message);
		this.name = 'EngineError';
	}
}

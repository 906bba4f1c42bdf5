const KILOBYTE = 1024;

/** Where a body's bytes are to stand. */
export type Memory = Pick<BodyMemory, 'sizeFor' | 'take' | 'giveBack'>;

/** Memory that no other body had, and none has afterwards. */
export const freshMemory: Memory = {
	sizeFor: (bytes) => bytes,
	take: (bytes) => Buffer.allocUnsafeSlow(bytes),
	giveBack: () => undefined,
};

/** Smaller bodies cost nothing to speak of. */
const leastBytes = 64 * KILOBYTE;
/** What most photos for a tagging service stay under; larger ones take longer to look at than to receive. */
const pieceBytes = 1024 * KILOBYTE;
/** Pieces that wait for another body. */
const mostFree = 16;

/**
 * Memory for request bodies that is used again. An image's body would otherwise be half a megabyte of garbage, of
 * which V8 takes every few for a reason to look through the whole heap.
 */
export class BodyMemory {
	readonly #free: ArrayBuffer[] = [];

	/** What `take` really takes for so many bytes. */
	sizeFor(bytes: number): number {
		return bytes < leastBytes || bytes > pieceBytes ? bytes : pieceBytes;
	}

	/** Memory of that many bytes, whatever stands in it. */
	take(bytes: number): Buffer {
		if (this.sizeFor(bytes) !== pieceBytes) return Buffer.allocUnsafeSlow(bytes);
		return Buffer.from(this.#free.pop() ?? new ArrayBuffer(pieceBytes), 0, bytes);
	}

	/** For a body from `take` that nobody reads any more. One that is never given back is garbage like any other. */
	giveBack({ buffer }: Buffer): void {
		const isPiece = buffer instanceof ArrayBuffer && buffer.byteLength === pieceBytes;
		if (isPiece && this.#free.length < mostFree) this.#free.push(buffer);
	}
}

import { read } from 'node:fs';
import { promisify } from 'node:util';

const readInto = promisify(read);

/** Images up to this size are read into memory that is kept, larger ones into memory of their own. */
const KEPT_BYTES = 1024 * 1024;

/**
 * Reads images of known length from a file descriptor, one after the other. They come so, since the channel of
 * messages would copy their bytes twice more. Most go into one of two pieces of memory in turn, which spares the
 * garbage collector megabytes a second: an image stays untouched while the next one is read, not longer.
 */
export class Incoming {
	readonly #descriptor: number;
	readonly #kept: Buffer[] = [];

	constructor(descriptor: number) {
		this.#descriptor = descriptor;
	}

	/** @throws {Error} when the other end closes before all bytes came */
	async take(length: number): Promise<Buffer> {
		const bytes = length > KEPT_BYTES ? Buffer.allocUnsafeSlow(length) : this.#room(length);
		for (let filled = 0; filled < length; ) {
			const { bytesRead } = await readInto(this.#descriptor, bytes, filled, length - filled, null);
			if (bytesRead === 0) throw new Error('The image broke off.');
			filled += bytesRead;
		}
		return bytes;
	}

	#room(length: number): Buffer {
		const older = this.#kept.length === 2 ? this.#kept.shift() : undefined;
		const memory = older ?? Buffer.allocUnsafeSlow(KEPT_BYTES);
		this.#kept.push(memory);
		return memory.subarray(0, length);
	}
}

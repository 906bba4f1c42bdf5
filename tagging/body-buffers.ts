/**
 * Memory for request bodies, used again from image to image: on fresh megabytes for every request,
 * the system and the garbage collector spend more time than encoding and hashing take. Holds no
 * more buffers than there were bodies at the same time.
 */
export class BodyBuffers {
	private readonly free: Buffer[] = [];
	private readonly taken = new WeakMap<Buffer, Buffer>();

	/** @returns that many bytes, with anything in them */
	take(bytes: number): Buffer {
		const used = this.free.pop();
		// One that is too small is not kept: the next images are likely to be of the larger size too.
		const memory = used && used.length >= bytes ? used : Buffer.allocUnsafeSlow(bytes);
		const body = memory.subarray(0, bytes);
		this.taken.set(body, memory);
		return body;
	}

	/**
	 * Nothing reads this body any more: every request with it was read to its end, say. A body from
	 * elsewhere is left alone.
	 */
	giveBack(body: Buffer): void {
		const memory = this.taken.get(body);
		if (memory && this.taken.delete(body)) this.free.push(memory);
	}
}

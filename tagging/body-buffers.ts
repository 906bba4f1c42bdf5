/**
 * Memory for request bodies, reused from image to image: fresh megabytes for every request would cost
 * the system and the garbage collector more time than encoding and hashing take. Holds at most as
 * many buffers as there were bodies at once.
 */
export class BodyBuffers {
	private readonly free: Buffer[] = [];
	private readonly taken = new WeakMap<Buffer, Buffer>();

	/** @returns that many bytes, with anything in them */
	take(bytes: number): Buffer {
		const used = this.free.pop();
		// One that is too small is dropped: the next images are likely to be of the larger size too.
		const memory = used && used.length >= bytes ? used : Buffer.allocUnsafeSlow(bytes);
		const body = memory.subarray(0, bytes);
		this.taken.set(body, memory);
		return body;
	}

	/**
	 * To be called once nothing reads the body any more, such as a request under way. A body from
	 * elsewhere is left alone.
	 */
	giveBack(body: Buffer): void {
		const memory = this.taken.get(body);
		if (memory && this.taken.delete(body)) this.free.push(memory);
	}
}

/** Writes entropy-coded data, stuffing a zero after each 0xFF. */
export class BitWriter {
	private bytes = new Uint8Array(4096);
	private at = 0;
	private held = 0;
	private count = 0;

	/** Appends up to 16 bits. */
	put(bits: number, length: number): void {
		this.held = (this.held << length) | bits;
		this.count += length;
		while (this.count >= 8) {
			this.count -= 8;
			const byte = (this.held >>> this.count) & 0xff;
			this.bytes[this.at++] = byte;
			if (byte === 0xff) this.bytes[this.at++] = 0;
		}
	}

	/** Makes room for so many bytes more. */
	reserve(length: number): void {
		if (this.at + length <= this.bytes.length) return;
		const larger = new Uint8Array(this.bytes.length * 2 + length);
		larger.set(this.bytes);
		this.bytes = larger;
	}

	/** Pads with ones, returns what was written and starts anew. */
	finish(): Uint8Array {
		if (this.count > 0) this.put((1 << (8 - this.count)) - 1, 8 - this.count);
		const written = this.bytes.slice(0, this.at);
		this.at = this.held = this.count = 0;
		return written;
	}
}

/** The entropy-coded data broke off or made no sense. */
export class BrokenScan extends Error {}

/** Reads entropy-coded data bit by bit, undoing the stuffing of 0xFF, up to the next marker. */
export class BitReader {
	private held = 0;
	private count = 0;
	/** Bits handed out beyond the marker; some, because look-ahead asks for 16. */
	private missing = 0;

	constructor(
		private readonly bytes: Uint8Array,
		private at: number,
	) {}

	/** The next 16 bits, without taking them. */
	peek16(): number {
		if (this.count < 16) this.fill();
		return (this.held >>> (this.count - 16)) & 0xffff;
	}

	/** Takes up to 16 bits. */
	take(length: number): number {
		if (this.count < length) this.fill();
		this.count -= length;
		return (this.held >>> this.count) & ((1 << length) - 1);
	}

	/** Throws when more bits were taken than the data had. */
	check(): void {
		if (this.missing > this.count) throw new BrokenScan('The scan ends too early.');
	}

	/** Passes the restart marker that must come next. */
	passRestart(): void {
		this.check();
		const { bytes, at } = this;
		const marker = bytes[at + 1] ?? 0;
		if (bytes[at] !== 0xff || marker < 0xd0 || marker > 0xd7)
			throw new BrokenScan('A restart marker is missing.');
		this.at = at + 2;
		this.held = this.count = this.missing = 0;
	}

	private fill(): void {
		const { bytes } = this;
		while (this.count <= 24) {
			let byte = bytes[this.at] ?? -1;
			if (byte === 0xff && bytes[this.at + 1] === 0) this.at += 2;
			else if (byte === 0xff || byte < 0) {
				byte = 0;
				this.missing += 8;
			} else this.at += 1;
			this.held = (this.held << 8) | byte;
			this.count += 8;
		}
	}
}

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

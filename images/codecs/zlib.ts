import { PictureError } from '../errors';

/** How much is handed to zlib at once. */
const PIECE = 128 * 1024;

/** Compresses (zlib format, RFC 1950) on Node's own threads: the event loop stays free. */
export async function deflate(input: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
	const output: Uint8Array[] = [];
	for await (const piece of pipe(input, new CompressionStream('deflate'))) output.push(piece);
	return output;
}

/**
 * Decompresses on Node's own threads and hands out what is asked for, so that a small file that claims to unfold
 * to gigabytes never does.
 * @throws {PictureError} when the data is broken or ends too early
 */
export class Inflated {
	private readonly pieces: AsyncIterator<Uint8Array>;
	private piece: Uint8Array = new Uint8Array();

	constructor(input: Iterable<Uint8Array>) {
		this.pieces = pipe(inPieces(input), new DecompressionStream('deflate'))[Symbol.asyncIterator]();
	}

	/** The next bytes, exactly so many. */
	async read(length: number): Promise<Uint8Array> {
		if (this.piece.length >= length) return this.cut(length);
		const bytes = new Uint8Array(length);
		let filled = 0;
		while (filled < length) {
			if (this.piece.length === 0) await this.next();
			const part = this.cut(Math.min(this.piece.length, length - filled));
			bytes.set(part, filled);
			filled += part.length;
		}
		return bytes;
	}

	/** Gives up what was not read. */
	async close(): Promise<void> {
		await this.pieces.return?.();
	}

	private cut(length: number): Uint8Array {
		const part = this.piece.subarray(0, length);
		this.piece = this.piece.subarray(length);
		return part;
	}

	private async next(): Promise<void> {
		const { value } = await this.pieces.next().catch(() => ({ value: undefined }));
		if (!value)
			throw new PictureError(
				"The PNG can't be decoded: its compressed data is damaged or incomplete.",
				'Get the file again, or save it anew as PNG or JPG.',
			);
		this.piece = value;
	}
}

function* inPieces(input: Iterable<Uint8Array>): Generator<Uint8Array> {
	for (const bytes of input)
		for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
}

async function* pipe(
	input: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
	through: {
		readable: { getReader(): Reader };
		writable: { getWriter(): Writer };
	},
): AsyncGenerator<Uint8Array> {
	const reader = through.readable.getReader();
	const writer = through.writable.getWriter();
	const written = feed(input, writer);
	// An error of the stream reaches the reader too; this only keeps it from being reported twice.
	written.catch(() => undefined);
	try {
		for (;;) {
			const { value, done } = await reader.read();
			if (done) break;
			if (value) yield value;
		}
		await written;
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

interface Reader {
	read(): Promise<{ value?: Uint8Array; done: boolean }>;
	cancel(): Promise<void>;
}

interface Writer {
	write(bytes: Uint8Array): Promise<void>;
	close(): Promise<void>;
	abort(reason: unknown): Promise<void>;
}

async function feed(
	input: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
	writer: Writer,
): Promise<void> {
	const write = async () => {
		for await (const piece of input) await writer.write(piece);
		await writer.close();
	};
	await write().catch(async (error: unknown) => {
		await writer.abort(error).catch(() => undefined);
		throw error;
	});
}

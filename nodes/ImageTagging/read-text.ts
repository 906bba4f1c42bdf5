/** What is used of Node's Readable, which n8n's helpers return for the encoding `stream`. */
export interface ByteStream extends AsyncIterable<unknown> {
	destroy(error?: Error): unknown;
}

/** An HTTP answer with its body as text. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	text: string;
}

/** Tagging answers are some kilobytes; whatever sends more than this is not the service. */
const LARGEST_ANSWER_BYTES = 8 * 1024 * 1024;

export class AnswerTooLargeError extends Error {
	readonly code = 'ANSWER_TOO_LARGE';
}

export interface StreamedResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: ByteStream;
}

/**
 * Reads a streamed body up to `largest` bytes.
 * @throws AnswerTooLargeError beyond that, with the stream closed
 */
export async function readBytes(
	body: ByteStream,
	signal: AbortSignal,
	largest: number,
): Promise<Buffer> {
	const close = () => body.destroy(new Error('aborted'));
	if (signal.aborted) close();
	signal.addEventListener('abort', close);
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of body) {
			const bytes = Buffer.from(chunk as Uint8Array);
			size += bytes.length;
			if (size > largest) throw new AnswerTooLargeError(`more than ${largest} bytes`);
			chunks.push(bytes);
		}
	} finally {
		signal.removeEventListener('abort', close);
		body.destroy();
	}
	return Buffer.concat(chunks);
}

export async function readText(response: unknown, signal: AbortSignal): Promise<Answer> {
	const { statusCode, headers, body } = response as StreamedResponse;
	const bytes = await readBytes(body, signal, LARGEST_ANSWER_BYTES);
	// Some proxies and gateways put a byte order mark in front.
	return { status: statusCode, headers, text: bytes.toString('utf8').replace(/^\ufeff/, '') };
}

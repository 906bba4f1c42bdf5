/** What is used of Node's Readable, which n8n's helpers return for the encoding `stream`. */
interface ByteStream extends AsyncIterable<unknown> {
	destroy(error?: Error): unknown;
}

export interface StreamedResponse {
	statusCode: number;
	headers: Record<string, unknown>;
	body: ByteStream;
}

/** What makes n8n's helpers give an answer as it came, whatever its status, and follow no redirect. */
export const AS_IT_COMES = {
	encoding: 'stream',
	disableFollowRedirect: true,
	ignoreHttpStatusErrors: true,
	returnFullResponse: true,
} as const;

export class AnswerTooLargeError extends Error {
	readonly code = 'ANSWER_TOO_LARGE';
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

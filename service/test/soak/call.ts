import { request } from 'node:http';

export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	text: string;
}

export interface Call {
	method?: string;
	path: string;
	headers?: Record<string, string>;
	body?: Buffer | string;
	/** The client's own address, one of 127.0.0.0/8. */
	from: string;
}

/** Longer than the service may take for anything: by then it hangs. */
const PATIENCE_MS = 120_000;

/**
 * One request on a connection of its own.
 * @throws {Error} when the connection ends without a whole answer
 */
export function call(
	base: string,
	{ method = 'GET', path, headers, body = '', from }: Call,
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const length = Buffer.byteLength(body);
		const sent = request(base + path, {
			method,
			agent: false,
			localAddress: from,
			headers: { ...headers, 'content-length': length, connection: 'close' },
		});
		let answered = false;
		sent.setTimeout(PATIENCE_MS, () => sent.destroy(new Error('no answer, it hangs')));
		// An answer may come before all of the body is sent, and be followed by a reset.
		sent.on('error', (error) => answered || reject(error));
		sent.on('response', (response) => {
			answered = true;
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (data: string) => (text += data));
			response.on('error', reject);
			response.on('end', () => {
				resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
			});
		});
		sent.end(body);
	});
}

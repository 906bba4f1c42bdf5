import type { Language } from './api';

export interface TaggingParameters {
	language: Language;
	/** Most tags to return; the service's default when left out. */
	limit?: number;
	/** Lowest confidence, 0 to 100; the service's default when left out. */
	threshold?: number;
}

/** What is tagged: the bytes of an image, or an address that the service fetches. */
export type Subject = { image: Buffer } | { url: string };

/**
 * Bytes of an image that are encoded at a time: a multiple of 3, so that there is no padding in between,
 * and few enough for their text to be short-lived. One text of all would cost as much as encoding it.
 */
const PIECE_BYTES = 24 * 1024;

/**
 * The JSON body of a tagging call as the bytes that go out: assembled once, to be hashed once.
 * An image's base64 text is written straight into its place, without ever being part of a JSON
 * value, since stringifying megabytes costs more than encoding them.
 *
 * @param allocate where an image's body goes; must give exactly that many bytes
 */
export function requestBody(
	subject: Subject,
	parameters: TaggingParameters,
	allocate: (bytes: number) => Buffer = Buffer.allocUnsafe,
): Buffer {
	const { language, limit, threshold } = parameters;
	if ('url' in subject) {
		return Buffer.from(JSON.stringify({ url: subject.url, language, limit, threshold }));
	}
	const { image } = subject;
	const head = '{"image":"';
	const tail = `",${JSON.stringify({ language, limit, threshold }).slice(1)}`;
	const body = allocate(head.length + Math.ceil(image.length / 3) * 4 + tail.length);
	let end = body.write(head, 0, 'latin1');
	for (let start = 0; start < image.length; start += PIECE_BYTES) {
		const piece = image.toString('base64', start, start + PIECE_BYTES);
		end += body.write(piece, end, 'latin1');
	}
	body.write(tail, end, 'latin1');
	return body;
}

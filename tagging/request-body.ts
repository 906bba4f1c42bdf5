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
 * The JSON body of a tagging call as the bytes that go out: assembled once, to be hashed once.
 * An image's base64 text is written straight into its place, without ever being part of a JSON
 * value, since stringifying megabytes costs more than encoding them.
 */
export function requestBody(subject: Subject, parameters: TaggingParameters): Buffer {
	const { language, limit, threshold } = parameters;
	if ('url' in subject) {
		return Buffer.from(JSON.stringify({ url: subject.url, language, limit, threshold }));
	}
	const head = '{"image":"';
	const tail = `",${JSON.stringify({ language, limit, threshold }).slice(1)}`;
	const base64 = subject.image.toString('base64');
	const body = Buffer.allocUnsafe(head.length + base64.length + tail.length);
	body.write(head, 0, 'latin1');
	body.write(base64, head.length, 'latin1');
	body.write(tail, head.length + base64.length, 'latin1');
	return body;
}

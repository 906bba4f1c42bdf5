import { decodeBase64, maxBase64Length } from './base64';

/** Only an escape can write it, and a text with escapes is never set aside. */
const placeholder = '\0';

/** Whether the text stands for the image that was set aside. */
export const isPlaceholder = (text: string) => text === placeholder;

export interface SetAside {
	/** The JSON with a placeholder instead of the image's text. */
	json: Buffer;
	image: Buffer;
}

/**
 * Decodes the text of `image` where it stands in the body, and leaves the rest to be parsed as JSON: megabytes of
 * base64 as JavaScript strings would cost more than everything else that the server does for a picture.
 * @returns undefined when the text is not there or is anything but digits of base64: then all of it has to be parsed
 */
export function setImageAside(body: Buffer): SetAside | undefined {
	const name = body.indexOf('"image"');
	if (name < 0) return undefined;
	const opening = /^"image"[ \t\r\n]*:[ \t\r\n]*"/.exec(body.toString('latin1', name, name + 64));
	if (!opening) return undefined;
	const start = name + opening[0].length;
	const end = body.indexOf('"', start);
	if (end < 0 || end - start > maxBase64Length) return undefined;
	const image = decodeBase64(body.subarray(start, end));
	if (!image) return undefined;
	const quoted = JSON.stringify(placeholder).slice(1, -1);
	const json = Buffer.concat([body.subarray(0, start), Buffer.from(quoted), body.subarray(end)]);
	return { json, image };
}

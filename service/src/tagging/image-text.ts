/** Only an escape can write it, so no text that is set aside has it. */
const placeholder = '\0';

/** Whether the text stands for the image that was set aside. */
export const isPlaceholder = (text: string) => text === placeholder;

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);

/** Where the string ends that begins at `start`; -1 when it does not. */
function closingQuote(body: Buffer, start: number): number {
	for (let at = body.indexOf(QUOTE, start); at >= 0; at = body.indexOf(QUOTE, at + 1)) {
		let first = at;
		while (body[first - 1] === BACKSLASH) first--;
		if ((at - first) % 2 === 0) return at;
	}
	return -1;
}

export interface SetAside {
	/** The JSON with a placeholder instead of the image's text. */
	json: Buffer;
	/** The image's text as it is written in the JSON, escapes and all. */
	text: Buffer;
}

/**
 * Takes the text of `image` out of a body, and leaves the rest to be parsed as JSON: megabytes of base64 as
 * JavaScript strings would cost more than everything else that the server does for a picture.
 * @returns undefined when there is no such text, or an empty one
 */
export function setImageAside(body: Buffer): SetAside | undefined {
	const name = body.indexOf('"image"');
	if (name < 0) return undefined;
	const opening = /^"image"[ \t\r\n]*:[ \t\r\n]*"/.exec(body.toString('latin1', name, name + 64));
	if (!opening) return undefined;
	const start = name + opening[0].length;
	const end = closingQuote(body, start);
	if (end <= start) return undefined;
	const quoted = JSON.stringify(placeholder).slice(1, -1);
	const json = Buffer.concat([body.subarray(0, start), Buffer.from(quoted), body.subarray(end)]);
	return { json, text: body.subarray(start, end) };
}

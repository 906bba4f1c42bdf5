/**
 * A file that can't carry the tags without a risk for what is in it. `message` is the reason, a
 * sentence; the file itself was not touched.
 */
export class EmbedError extends Error {}

export const SIGNED = 'It has content credentials (C2PA), whose signature any change would break.';
export const TWO_PACKETS =
	'It has two XMP packets, and programs differ in which of them they read.';

export const damaged = (what: string): EmbedError => new EmbedError(`It is damaged: ${what}.`);

/** The reason in an error of this kind. @throws any other, which is a bug */
function reasonIn(error: unknown): string {
	if (error instanceof EmbedError) return error.message;
	throw error;
}

/** What `work` gives, or the reason why it can't be done. */
export async function orReason<T extends object>(work: () => T | Promise<T>): Promise<T | string> {
	try {
		return await work();
	} catch (error) {
		return reasonIn(error);
	}
}

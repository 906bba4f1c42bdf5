import type { BodyBuffers } from './body-buffers';
import { requestBody, type TaggingParameters } from './request-body';

/** The body of an image's request, for all of its attempts. */
export interface OutgoingBody {
	/** The JSON to send now. */
	bytes(): Buffer;
	/** The last request with it was answered with success. */
	release(): void;
}

/** An image is encoded once; the memory goes back to `buffers`. */
export function imageBody(
	image: Buffer,
	parameters: TaggingParameters,
	buffers: BodyBuffers,
): OutgoingBody {
	const body = requestBody({ image }, parameters, (bytes) => buffers.take(bytes));
	let sendings = 0;
	return {
		bytes() {
			sendings++;
			return body;
		},
		release() {
			// An earlier request that failed may still be uploading from the same memory.
			if (sendings === 1) buffers.giveBack(body);
		},
	};
}

/** A link is written anew each time: one to an OBS object expires, and depends on the server's clock. */
export const linkBody = (linkNow: () => string, parameters: TaggingParameters): OutgoingBody => ({
	bytes: () => requestBody({ url: linkNow() }, parameters),
	release() {},
});

import {
	NodeApiError,
	NodeOperationError,
	type INode,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';

import type { ImageInfo } from '../../../tagging/items';
import type { ImageFailure, ImageInput } from '../image';

/** Whose failure it is. */
type Failed = Pick<ImageInput, 'item' | 'image'>;

const nameOf = ({ file_name, field, url, bucket, key }: ImageInfo): string => {
	if (file_name) return `"${file_name}"`;
	if (url) return url;
	if (bucket && key) return `obs://${bucket}/${key}`;
	return field ? `in the field "${field}"` : '';
};

/** What happened to which image of which item, the item counted from 0 as in n8n's own messages. */
const sentence = ({ image, item }: Failed, { reason, known }: ImageFailure): string => {
	const name = nameOf(known?.image ?? image);
	return `Image ${name === '' ? '' : `${name} `}[item ${item}]: ${reason}`;
};

const details = ({ image }: Failed, failure: ImageFailure, attempts: number): JsonObject => ({
	code: failure.code,
	http_status: failure.httpStatus ?? null,
	reason: failure.reason,
	remedy: failure.remedy,
	service_message: failure.serviceMessage ?? null,
	request_id: failure.requestId ?? null,
	attempts,
	image: (failure.known?.image ?? image) as unknown as JsonObject,
});

/** The error that stops the workflow: what happened, and in its description what to do. */
export function nodeError(
	node: INode,
	failed: Failed,
	failure: ImageFailure,
	attempts: number,
): NodeApiError | NodeOperationError {
	const message = sentence(failed, failure);
	const { serviceMessage, isQuoted, requestId } = failure;
	const facts = [
		failure.remedy,
		...(serviceMessage && !isQuoted ? [`The service said: ${serviceMessage}`] : []),
		...(attempts > 0 ? [`Code: ${failure.code}. Attempts: ${attempts}.`] : []),
		...(requestId ? [`Request ID: ${requestId}.`] : []),
	];
	const options = { message, description: facts.join(' '), itemIndex: failed.item };
	const error =
		attempts === 0
			? new NodeOperationError(node, message, options)
			: new NodeApiError(node, details(failed, failure, attempts), {
					...options,
					...(failure.httpStatus ? { httpCode: String(failure.httpStatus) } : {}),
				});
	// For codes that it knows, such as ECONNRESET, n8n puts a general text of its own there.
	error.message = message;
	return error;
}

/**
 * The item of a failed image. n8n sends an item to the error output by its own property `error`, but
 * also replaces the item's JSON where it can copy that property: so it can be read, but not copied.
 */
export function errorItem(
	node: INode,
	failed: Failed,
	failure: ImageFailure,
	attempts: number,
): INodeExecutionData {
	const item: INodeExecutionData = {
		json: { error: sentence(failed, failure), details: details(failed, failure, attempts) },
		pairedItem: { item: failed.item },
	};
	if (node.onError === 'continueErrorOutput') {
		const value = nodeError(node, failed, failure, attempts);
		Object.defineProperty(item, 'error', { value, enumerable: false });
	}
	return item;
}

import { describe, expect, it } from '@jest/globals';
import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import { localFailure } from '../../../../huawei-cloud/errors/failure';
import { failed } from '../../../../nodes/ImageTagging/image-failure';
import { errorItem, nodeError } from '../../../../nodes/ImageTagging/output/failures';
import type { ImageInfo } from '../../../../tagging/items';

const reason = 'It went wrong.';
const { failure } = failed(localFailure('image', 'IMAGE', reason, 'Do it again.'));
const sentenceFor = (image: ImageInfo) =>
	errorItem({} as INode, { item: 3, image }, failure, 1).json.error;

describe('the sentence of a failed image', () => {
	it.each<[string, ImageInfo, string]>([
		['file', { source: 'binary', field: 'data', file_name: 'a.jpg' }, 'Image "a.jpg" [item 3]'],
		['URL', { source: 'url', url: 'https://a.b/c.jpg' }, 'Image https://a.b/c.jpg [item 3]'],
		[
			'OBS object',
			{ source: 'obs', bucket: 'b', key: 'k/a.jpg' },
			'Image obs://b/k/a.jpg [item 3]',
		],
		['field', { source: 'binary', field: 'photo' }, 'Image in the field "photo" [item 3]'],
		['nothing', { source: 'base64' }, 'Image [item 3]'],
		['a bucket without a key', { source: 'obs', bucket: 'b', key: '' }, 'Image [item 3]'],
		['a key without a bucket', { source: 'obs', bucket: '', key: 'k' }, 'Image [item 3]'],
	])('names it by its %s', (_, image, name) => {
		expect(sentenceFor(image)).toBe(`${name}: ${reason}`);
	});

	it('goes by what was found in the image, where it was looked at', () => {
		const image = { source: 'binary', file_name: 'a.jpg' };
		const known = { image: { ...image, width: 640, height: 480 }, warnings: [] };
		const { json } = errorItem({} as INode, { item: 0, image }, { ...failure, known }, 1);
		expect(json.details).toMatchObject({ image: { width: 640, height: 480 } });
		expect(JSON.stringify(json)).not.toContain('known');
	});
});

describe('the details of a failed image', () => {
	it("have the service's own words, or null", () => {
		const detailsOf = (serviceMessage?: string) =>
			errorItem(
				{} as INode,
				{ item: 0, image: { source: 'url' } },
				{ ...failure, serviceMessage },
				1,
			).json.details;
		expect(detailsOf('no such project')).toMatchObject({ service_message: 'no such project' });
		expect(detailsOf()).toMatchObject({ service_message: null, request_id: null });
	});
});

describe('the error that stops the workflow', () => {
	const node = { name: 'Image Tagging', type: 'imageTagging' } as INode;
	const image = { source: 'binary', file_name: 'a.jpg' };
	const error = (more: object = {}, attempts = 2) =>
		nodeError(node, { item: 3, image }, { ...failure, ...more }, attempts);

	it.each([
		['of an image that was sent is one of the API', 1, NodeApiError],
		['of an image that was not sent is one of the node', 0, NodeOperationError],
	])('%s', (_, attempts, type) => {
		const thrown = error({}, attempts);
		expect(thrown).toBeInstanceOf(type);
		expect(thrown.message).toBe(`Image "a.jpg" [item 3]: ${reason}`);
		expect(thrown.context.itemIndex).toBe(3);
	});

	it('keeps its own sentence for codes that n8n has a text for', () => {
		expect(error({ code: 'ECONNRESET' }).message).toContain(reason);
	});

	it.each([
		['what to do, the code and the attempts', {}, 2, 'Do it again. Code: IMAGE. Attempts: 2.'],
		['no attempts where there were none', {}, 0, 'Do it again.'],
		["the service's words", { serviceMessage: 'no' }, 0, 'Do it again. The service said: no'],
		["not the service's words again", { serviceMessage: 'no', isQuoted: true }, 0, 'Do it again.'],
		['the request ID', { requestId: 'r-1' }, 0, 'Do it again. Request ID: r-1.'],
	])('says %s', (_, more, attempts, description) => {
		expect(error(more, attempts).description).toBe(description);
	});

	it("has the answer's status where n8n shows the code of a failure, where there was an answer", () => {
		expect(error({ httpStatus: 503 })).toMatchObject({ httpCode: '503' });
		expect(error()).toMatchObject({ httpCode: 'IMAGE' });
	});
});

describe('the item of a failed image', () => {
	const item = (onError: INode['onError']) =>
		errorItem({ name: 'x', onError } as INode, { item: 3, image: { source: 'url' } }, failure, 1);

	it('goes with the item it comes from, and has the two keys of the contract', () => {
		const { json, pairedItem } = item('continueRegularOutput');
		expect(pairedItem).toEqual({ item: 3 });
		expect(Object.keys(json)).toEqual(['error', 'details']);
		expect(json.details).toMatchObject({
			code: 'IMAGE',
			http_status: null,
			reason,
			remedy: 'Do it again.',
			attempts: 1,
			image: { source: 'url' },
		});
	});

	it('has an error that n8n can read and not copy, for the error output alone', () => {
		const { error } = item('continueErrorOutput');
		expect(error).toMatchObject({ message: `Image [item 3]: ${reason}` });
		expect(Object.keys(item('continueErrorOutput'))).not.toContain('error');
		expect(item('continueRegularOutput').error).toBeUndefined();
	});
});

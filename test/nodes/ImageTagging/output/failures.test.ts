import { describe, expect, it } from '@jest/globals';
import type { INode } from 'n8n-workflow';

import { localFailure } from '../../../../huawei-cloud/errors/failure';
import { failed } from '../../../../nodes/ImageTagging/image-failure';
import { errorItem } from '../../../../nodes/ImageTagging/output/failures';
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

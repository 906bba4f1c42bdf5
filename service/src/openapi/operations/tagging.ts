import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { z } from 'zod';
import type { FailureKind } from '../../contract/failures';
import type { ApiVersion } from '../../contract/versions';
import { answerSchemas } from '../../tagging/answer-schema';
import { taggingBodies } from '../../tagging/request-schema';
import { failuresOf, json, named } from '../responses';

const failures: FailureKind[] = [
	'unauthenticated',
	'authentication',
	'locked',
	'forbidden',
	'noSuchApi',
	'notJson',
	'unknownField',
	'badParameter',
	'unsupportedFormat',
	'damaged',
	'size',
	'badUrl',
	'downloadFailed',
	'bodyTooLarge',
	'throttled',
	'modelFailed',
];

const sheep = { en: 'sheep', zh: '羊' };
const box = { height: 133.32, top_left_x: 53.13, top_left_y: 254.21, width: 117.58 };

const found = {
	'v1.0': { confidence: 81.25, tag: 'sheep', i18n_tag: sheep, type: 'object' },
	v2: {
		confidence: '81.25',
		instances: [{ bounding_box: box, confidence: '81.25' }],
		tag: 'sheep',
		i18n_tag: sheep,
		type: 'Animal',
		i18n_type: { en: 'Animal', zh: '动物' },
	},
};

const description =
	'Answers with the tags of one image, best first. Send the image as base64 text, or its address. ' +
	'A whole request may have 12 MB. The language is Chinese unless asked otherwise.';

const modelsHeader = {
	'X-Image-Models': {
		description:
			'The models that looked at the image, as `name/version` with commas between them, each percent-encoded.',
		required: true,
		schema: { type: 'string' as const },
	},
};

const projectHeader = z.object({
	'X-Project-Id': z
		.string()
		.optional()
		.meta({ description: 'The project, for users who have several.' }),
});

function tagging(
	version: ApiVersion,
	parameters: Pick<ZodOpenApiOperationObject, 'requestParams'>,
): ZodOpenApiOperationObject {
	return {
		operationId: version === 'v2' ? 'tagImage' : 'tagImageV1',
		summary: `Image Tagging (${version})`,
		description,
		tags: ['Image Tagging'],
		...parameters,
		requestBody: {
			required: true,
			content: {
				'application/json': {
					schema: taggingBodies[version].meta({ id: version === 'v2' ? 'ImageV2' : 'ImageV1' }),
					examples: named({
						base64: { image: '/9j/4AAQSkZJRgABAgEASABIAAD/…', url: '', language: 'en', limit: 5 },
						url: { image: '', url: 'https://example.com/photo.jpg', threshold: 60 },
					}),
				},
			},
		},
		responses: {
			200: json(
				'The tags.',
				answerSchemas[version],
				{ tags: { result: { tags: [found[version]] } } },
				modelsHeader,
			),
			...failuresOf(failures),
		},
	};
}

export const taggingPaths: ZodOpenApiPathsObject = {
	'/v2/{project_id}/image/tagging': {
		post: tagging('v2', {
			requestParams: {
				path: z.object({ project_id: z.string().meta({ description: "The project's ID." }) }),
			},
		}),
	},
	'/v1.0/image/tagging': { post: tagging('v1.0', { requestParams: { header: projectHeader } }) },
};

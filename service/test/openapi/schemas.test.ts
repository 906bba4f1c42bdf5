import { describe, expect, it } from '@jest/globals';
import { openApiDocument } from '../../src/openapi/document';

/** Without what is written for people. */
function bare(schema: unknown): unknown {
	if (Array.isArray(schema)) return schema.map(bare);
	if (typeof schema !== 'object' || schema === null) return schema;
	return Object.fromEntries(
		Object.entries(schema)
			.filter(([name]) => name !== 'description' && name !== 'examples')
			.map(([name, value]) => [name, bare(value)]),
	);
}

const { schemas = {} } = openApiDocument('1.0.0').components ?? {};

const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
	type: 'object',
	properties,
	...(required.length > 0 && { required }),
	additionalProperties: false,
});
const string = { type: 'string' };
const number = { type: 'number' };
const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const confidence = { type: 'string', pattern: '^\\d{1,3}\\.\\d{2}$' };

const body = (limit: number, threshold: number) =>
	object(
		{
			image: { type: ['string', 'null'] },
			url: { type: ['string', 'null'] },
			language: { ...orNull({ type: 'string', enum: ['zh', 'en'] }), default: 'zh' },
			limit: {
				...orNull({ type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
				default: limit,
			},
			threshold: { type: ['number', 'null'], default: threshold },
		},
		[],
	);

const answer = (tag: string) =>
	object({ result: object({ tags: { type: 'array', items: ref(tag) } }) });

describe('what programs are told of requests and answers', () => {
	it.each([
		['ImageV1', body(30, 0)],
		['ImageV2', body(50, 60)],
		['Label', object({ en: string, zh: string })],
		[
			'BoundingBox',
			object({ height: number, top_left_x: number, top_left_y: number, width: number }),
		],
		[
			'TagV1',
			object({
				confidence: { type: 'number', minimum: 0, maximum: 100 },
				tag: string,
				i18n_tag: ref('Label'),
				type: { type: 'string', enum: ['object', 'scene', 'concept'] },
			}),
		],
		[
			'TagV2',
			object({
				confidence,
				instances: {
					type: 'array',
					items: object({ bounding_box: ref('BoundingBox'), confidence }),
				},
				tag: string,
				i18n_tag: ref('Label'),
				type: string,
				i18n_type: ref('Label'),
			}),
		],
		['TagsV1', answer('TagV1')],
		['TagsV2', answer('TagV2')],
		['Failure', object({ error_code: string, error_msg: string, request_id: string })],
		[
			'IamFailure',
			object({
				error: object({
					code: {
						type: 'integer',
						minimum: Number.MIN_SAFE_INTEGER,
						maximum: Number.MAX_SAFE_INTEGER,
					},
					message: string,
					title: string,
				}),
				error_code: string,
				error_msg: string,
				request_id: string,
			}),
		],
	])("is the reference's tables: %s", (name, schema) => {
		expect(bare(schemas[name])).toEqual(schema);
	});

	it('says from which limit on more means no more, where there is one', () => {
		expect(schemas.ImageV2).toHaveProperty(
			'properties.limit.description',
			expect.stringContaining('More than 150 means 150.'),
		);
		expect(schemas.ImageV1).toHaveProperty(
			'properties.limit.description',
			expect.not.stringContaining('means'),
		);
	});
});

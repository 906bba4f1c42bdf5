import { z } from 'zod';

const label = z
	.strictObject({ en: z.string(), zh: z.string() })
	.meta({ id: 'Label', description: 'A text in both languages.' });

const pixels = (description: string) =>
	z.number().meta({ description: `${description}, in pixels.` });

const confidenceText = z
	.string()
	.regex(/^\d{1,3}\.\d{2}$/)
	.meta({
		description: 'Confidence from 0 to 100. It is a string in this version.',
		examples: ['92.38'],
	});

const tag = z
	.string()
	.meta({ description: 'The tag in the language asked for.', examples: ['sheep'] });

const box = z
	.strictObject({
		height: pixels('Height'),
		top_left_x: pixels("Distance from the image's left edge"),
		top_left_y: pixels("Distance from the image's top edge"),
		width: pixels('Width'),
	})
	.meta({
		id: 'BoundingBox',
		description: 'Where the object is, in the image as it is shown upright.',
	});

/** Table 4-2 of the reference. */
const tagV1 = z
	.strictObject({
		confidence: z.number().min(0).max(100).meta({ description: 'Confidence from 0 to 100.' }),
		tag,
		i18n_tag: label,
		type: z.enum(['object', 'scene', 'concept']),
	})
	.meta({ id: 'TagV1' });

/** Table 4-5 of the reference. */
const tagV2 = z
	.strictObject({
		confidence: confidenceText,
		instances: z
			.array(z.strictObject({ bounding_box: box, confidence: confidenceText }))
			.meta({ description: 'Where the tag was seen. Empty: there is no bounding box for it.' }),
		tag,
		i18n_tag: label,
		type: z
			.string()
			.meta({ description: 'The kind of tag in the language asked for.', examples: ['Animal'] }),
		i18n_type: label,
	})
	.meta({ id: 'TagV2' });

export type TagV1 = z.output<typeof tagV1>;
export type TagV2 = z.output<typeof tagV2>;
export type ApiBox = z.output<typeof box>;

const answer = <Tag extends z.ZodType>(item: Tag) =>
	z.strictObject({
		result: z.strictObject({
			tags: z
				.array(item)
				.meta({ description: 'Best first; empty when nothing reaches the threshold.' }),
		}),
	});

/** The body of a successful answer, by the API's version. */
export const answerSchemas = {
	'v1.0': answer(tagV1).meta({ id: 'TagsV1' }),
	v2: answer(tagV2).meta({ id: 'TagsV2' }),
};

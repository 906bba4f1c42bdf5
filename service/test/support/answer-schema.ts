import { z } from 'zod';

/** Written from the reference's tables 4-2 and 4-5, apart from the service's own types. */
const bilingual = z.strictObject({ en: z.string().min(1), zh: z.string().min(1) });

const confidenceText = z
	.string()
	.regex(/^\d{1,3}\.\d{2}$/)
	.refine((text) => Number(text) >= 0 && Number(text) <= 100);

const boundingBox = z.strictObject({
	width: z.number().positive(),
	height: z.number().positive(),
	top_left_x: z.number().min(0),
	top_left_y: z.number().min(0),
});

export const answerV1 = z.strictObject({
	result: z.strictObject({
		tags: z.array(
			z.strictObject({
				confidence: z.number().min(0).max(100),
				tag: z.string().min(1),
				type: z.enum(['object', 'scene', 'concept']),
				i18n_tag: bilingual,
			}),
		),
	}),
});

export const answerV2 = z.strictObject({
	result: z.strictObject({
		tags: z.array(
			z.strictObject({
				confidence: confidenceText,
				tag: z.string().min(1),
				type: z.string().min(1),
				i18n_tag: bilingual,
				i18n_type: bilingual,
				instances: z.array(
					z.strictObject({ bounding_box: boundingBox, confidence: confidenceText }),
				),
			}),
		),
	}),
});

/** Section 6.2, with the request's ID. */
export const failureBody = z.strictObject({
	error_code: z.string().regex(/^(APIG|AIS|ModelArts)\.\d{4}$/),
	error_msg: z.string().min(1),
	request_id: z.string().regex(/^[0-9a-f]{32}$/),
});

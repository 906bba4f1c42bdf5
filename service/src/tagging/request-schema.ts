import { z } from 'zod';
import { versionDefaults, type ApiVersion } from '../contract/versions';

const sizes =
	'The narrow side must be longer than 15 pixels, the wide side at most 4096 pixels. JPG, PNG, BMP or WEBP.';

/** A number of any size: one that is out of range means the default. JSON has numbers that become infinite. */
const anyNumber = z
	.custom<number>((value) => typeof value === 'number')
	.meta({ override: { type: 'number' } });

/**
 * The body of a request for tags: tables 4-1 and 4-4 of the reference. `null` counts as absent, as
 * clients in typed languages send it for fields that were not set.
 */
function bodyOf(version: ApiVersion) {
	const { limit, maxLimit, threshold } = versionDefaults[version];
	const most =
		maxLimit === Number.MAX_SAFE_INTEGER ? '' : ` More than ${maxLimit} means ${maxLimit}.`;
	return z.strictObject({
		image: z
			.string()
			.nullish()
			.meta({
				description: `The image file as base64 text, at most 10 MB of it (7.5 MB of file). Send either image or url. ${sizes}`,
			}),
		url: z
			.string()
			.nullish()
			.meta({
				description: `Address of the image file (http or https), at most 7.5 MB. The service downloads it within the request. Send either image or url. ${sizes}`,
				examples: ['https://example.com/photo.jpg'],
			}),
		language: z
			.enum(['zh', 'en'])
			.nullish()
			.meta({ description: 'Language of tag and type.', default: 'zh' }),
		limit: z
			.int()
			.min(1)
			.nullish()
			.meta({ description: `The most tags to answer with.${most}`, default: limit }),
		threshold: anyNumber.nullish().meta({
			description:
				'Tags and boxes below this confidence (0–100) are left out. A value out of range means the default.',
			default: threshold,
		}),
	});
}

export const taggingBodies = { 'v1.0': bodyOf('v1.0'), v2: bodyOf('v2') };

import { withCodecs } from '../codecs';
import { nameOf, type FileMaker } from './file-maker';

/** For an image without a name, or whose name has no ending. */
const ENDINGS: Readonly<Record<string, string>> = {
	'image/jpeg': '.jpg',
	'image/png': '.png',
	'image/webp': '.webp',
};

const BESIDE = 'can not safely be written to: an XMP file has the tags instead';

/** The image itself with its tags as keywords in its metadata, or XMP for a file beside it. */
export const taggedImageFile: FileMaker = {
	isWanted: ({ writeTags }) => writeTags !== 'none',
	needs: 'original',
	field: ({ taggedPropertyName }) => taggedPropertyName,
	withoutBytes:
		'Tags can only be written to an image that n8n has: turn on Download Image in n8n, or use Binary File or Base64 Text as Image Source.',
	failedOutcome: 'could not be given the tags',
	async make({ bytes, tags, image, parameters }, stop) {
		const { writeTags, language, writeTagsLanguages } = parameters;
		const place = writeTags === 'sidecar' ? 'sidecar' : 'embed';
		const bothLanguages = writeTagsLanguages === 'both';
		const { plan, file } = await withCodecs(stop, async ({ planTags, carryOut }, pause) => {
			const made = planTags(bytes, tags, place, { language, bothLanguages });
			await pause();
			return { plan: made, file: carryOut(bytes, made) };
		});
		const { stem, ending } = nameOf(image);
		const { mimeType } = plan;
		const isImage = plan.kind === 'image';
		const sameEnding = ending || (isImage ? ENDINGS[mimeType] : ENDINGS[image.mime_type ?? '']);
		return {
			bytes: Buffer.from(file.buffer, file.byteOffset, file.length),
			name: `${stem}${sameEnding ?? ''}${isImage ? '' : '.xmp'}`,
			mimeType,
			...(!isImage && plan.reason ? { problem: { outcome: BESIDE, reason: plan.reason } } : {}),
		};
	},
};

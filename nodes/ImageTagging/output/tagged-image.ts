import { withMetadata } from '../codecs';
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
	async make({ file, tags, image, parameters }, stop) {
		const { writeTags, language, writeTagsLanguages } = parameters;
		const place = writeTags === 'sidecar' ? 'sidecar' : 'embed';
		const bothLanguages = writeTagsLanguages === 'both';
		const tagged = await withMetadata(
			stop,
			async ({ writeTags: write }, pause) =>
				await write(file, tags, { place, language, bothLanguages, pause }),
		);
		const { stem, ending } = nameOf(image);
		const { bytes: written, mimeType, reason } = tagged;
		const isImage = tagged.kind === 'image';
		const sameEnding = ending || (isImage ? ENDINGS[mimeType] : ENDINGS[image.mime_type ?? '']);
		return {
			bytes: Buffer.from(written.buffer, written.byteOffset, written.length),
			name: `${stem}${sameEnding ?? ''}${isImage ? '' : '.xmp'}`,
			mimeType,
			...(reason ? { problem: { outcome: BESIDE, reason } } : {}),
		};
	},
};

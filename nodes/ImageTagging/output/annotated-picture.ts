import type { ImageInfo } from '../../../tagging/items';
import { withCodecs } from '../codecs';
import type { FileMaker } from './file-maker';

/** The name of a file that is made of an image, by the image's own. */
function annotatedName({ file_name, key, url }: ImageInfo, extension: string): string {
	const path = file_name ?? key ?? url ?? '';
	const name = path.replace(/^.*\//s, '').replace(/\.[^.]*$/, '');
	return `${name || 'image'}-annotated.${extension}`;
}

/** A copy of what was sent with boxes and labels drawn on it. */
export const annotatedPicture: FileMaker = {
	isWanted: ({ annotatedPicture }) => annotatedPicture !== 'none',
	needs: 'sent',
	field: ({ annotatedPropertyName }) => annotatedPropertyName,
	withoutBytes:
		'An annotated picture can only be drawn of an image that n8n has: turn on Download Image in n8n, or use Binary File or Base64 Text as Image Source.',
	failedOutcome: 'could not be drawn on',
	async make({ bytes, tags, image, parameters }, stop) {
		const { annotatedPicture, language } = parameters;
		const format = annotatedPicture === 'jpeg' ? 'jpeg' : 'png';
		const drawn = await withCodecs(
			stop,
			async ({ annotate }, pause) => await annotate(bytes, tags, { format, language, pause }),
		);
		return {
			bytes: Buffer.from(drawn.bytes.buffer, drawn.bytes.byteOffset, drawn.bytes.length),
			name: annotatedName(image, format === 'jpeg' ? 'jpg' : 'png'),
			mimeType: drawn.mimeType,
		};
	},
};

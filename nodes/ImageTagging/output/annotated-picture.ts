import { withCodecs } from '../codecs';
import { nameOf, type FileMaker } from './file-maker';

/** A copy of what was sent with boxes and labels drawn on it. */
export const annotatedPicture: FileMaker = {
	isWanted: ({ annotatedPicture }) => annotatedPicture !== 'none',
	needs: 'sent',
	field: ({ annotatedPropertyName }) => annotatedPropertyName,
	withoutBytes:
		'An annotated picture can only be drawn of an image that n8n has: turn on Download Image in n8n, or use Binary File or Base64 Text as Image Source.',
	failedOutcome: 'could not be drawn on',
	async make({ file, tags, image, parameters }, stop) {
		const { annotatedPicture, language } = parameters;
		const format = annotatedPicture === 'jpeg' ? 'jpeg' : 'png';
		const drawn = await withCodecs(
			stop,
			async ({ annotate }, pause) => await annotate(file, tags, { format, language, pause }),
		);
		return {
			bytes: Buffer.from(drawn.bytes.buffer, drawn.bytes.byteOffset, drawn.bytes.length),
			name: `${nameOf(image).stem}-annotated.${format === 'jpeg' ? 'jpg' : 'png'}`,
			mimeType: drawn.mimeType,
		};
	},
};

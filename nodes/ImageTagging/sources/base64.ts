import type { IExecuteFunctions } from 'n8n-workflow';

import { parseBase64 } from '../../../images/base64';
import { readOrFailure } from '../image-failure';
import { ParameterError } from '../parameters/parameter';
import { rawParameter } from '../parameters/read';
import type { Source } from '../image';

/** The image that the item has as base64 text. */
export const base64Sources = (context: IExecuteFunctions, item: number): Source[] => [
	{
		image: { source: 'base64' },
		async get() {
			// Read late, since an expression may make a new text of megabytes for each item.
			const text = readOrFailure(() => rawParameter(context, 'base64', item));
			if (!text.ok) return text;
			if (text.value === '') {
				throw new ParameterError(
					'The base64 text is empty.',
					'Give the image as base64 text or as a data: URL. Check the expression, if it is one.',
				);
			}
			const { bytes, mimeType } = parseBase64(text.value);
			return {
				ok: true,
				value: {
					bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
					declaredType: mimeType,
				},
			};
		},
	},
];

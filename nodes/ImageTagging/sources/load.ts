import type { BodyBuffers } from '../../../tagging/body-buffers';
import { imageBody, linkBody } from '../../../tagging/outgoing-body';
import type { ImageInput, Source } from '../image';
import { explained, failed } from '../image-failure';
import { keptCopies } from '../output/files';
import type { ItemParameters } from '../parameters/read';
import { examine } from './examine';

/**
 * Gets an image and makes its request when its turn comes. The bytes are let go then, unless a file is to be made of
 * them, since many requests may be under way for a long time.
 */
export const loader =
	({ image, get }: Source, parameters: ItemParameters, buffers: BodyBuffers): ImageInput['load'] =>
	async (signal, download) => {
		try {
			const content = await get(signal, download);
			if (!content?.ok) return content;
			if ('linkNow' in content.value) {
				const body = linkBody(content.value.linkNow, parameters);
				return { ok: true, value: { image, warnings: [], parameters, body } };
			}
			const { bytes, declaredType } = content.value;
			const declared = declaredType ? { ...image, mime_type: declaredType } : image;
			const examined = await examine(bytes, declared, parameters, signal);
			if (!examined.ok) return examined;
			const { copies, ...known } = examined.value;
			const body = imageBody(copies.sent.bytes, parameters, buffers);
			const value = { ...known, parameters, body, copies: keptCopies(copies, parameters) };
			return { ok: true, value };
		} catch (error) {
			return failed(explained('IMAGE', error));
		}
	};

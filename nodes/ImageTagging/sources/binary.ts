import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { commaList } from '../../../tagging/filters';
import { failed, refusedByN8n } from '../image-failure';
import { FILES, filesOf, isBinary, type Files } from '../n8n/item-files';
import { GENERAL } from '../parameters/general';
import { ParameterError } from '../parameters/parameter';
import { rawParameter } from '../parameters/read';
import type { Source } from '../image';

const isImage = ({ mimeType = '', fileType }: IBinaryData): boolean =>
	fileType === 'image' || mimeType.startsWith('image/');

function missing(context: IExecuteFunctions, files: Files, field: string): ParameterError {
	if (context.getNode().type.endsWith('Tool')) {
		return new ParameterError(
			'An AI agent called this node, so there is no file in its input.',
			'Set Image Source to URL, OBS Object or Base64 Text and let the model fill in the value.',
		);
	}
	const names = Object.keys(files);
	const found = names.length > 0 ? `it has ${names.join(', ')}` : 'it has none';
	if (field.length > 100) {
		return new ParameterError(
			'Input Binary Field holds the content of a file where the name of a field is expected.',
			'Set Image Source to Base64 Text, or give the name of the binary field, such as data.',
		);
	}
	return new ParameterError(
		field === '*'
			? `The item has no image in its binary fields (${found}).`
			: `The item has no binary field "${field}" (${found}).`,
		names.length > 0
			? 'Set Input Binary Field to the name of a field that holds an image.'
			: 'Connect a node that reads or downloads the file, such as HTTP Request or Read/Write Files from Disk, before this one.',
	);
}

interface Chosen {
	field?: string;
	binary: IBinaryData;
	/** What n8n's store finds the file by. */
	reference: string | IBinaryData;
}

/** The files that the parameter means: a file itself where an expression gives one, or names. */
function chosen(context: IExecuteFunctions, item: number): Chosen[] {
	const input = context.getInputData()[item] as INodeExecutionData;
	const parameter = rawParameter(context, 'binaryPropertyName', item);
	if (isBinary(parameter)) return [{ binary: parameter, reference: parameter }];
	const files = filesOf(context, input);
	const given = GENERAL.binaryPropertyName.read(parameter);
	const names = Object.hasOwn(files, given) ? [given] : commaList(given);
	if (names.length === 0) {
		throw new ParameterError(
			'Input Binary Field is empty.',
			'Give the name of the field that holds the image, such as data.',
		);
	}
	const images = Object.keys(files).filter((name) => isImage(files[name] as IBinaryData));
	const fields = names
		.flatMap((name) => (name === '*' && images.length > 0 ? images : [name]))
		.map((name) => (name.startsWith(`${FILES}.`) ? name.slice(FILES.length + 1) : name));
	return [...new Set(fields)].map((field) => {
		const binary = Object.hasOwn(files, field) ? files[field] : undefined;
		if (!binary) throw missing(context, files, field);
		return { field, binary, reference: input.binary?.[field] ? field : binary };
	});
}

/** The images in the binary fields that the item's parameter names. @throws ParameterError */
export const binarySources = (context: IExecuteFunctions, item: number): Source[] =>
	chosen(context, item).map(({ field, binary: { fileName, mimeType }, reference }) => ({
		image: {
			source: 'binary',
			...(field ? { field } : {}),
			...(fileName ? { file_name: fileName } : {}),
			...(mimeType ? { mime_type: mimeType } : {}),
		},
		async get() {
			try {
				const bytes = await context.helpers.getBinaryDataBuffer(item, reference);
				return { ok: true, value: { bytes, declaredType: mimeType } };
			} catch (error) {
				// The store may have been cleaned up in the meantime.
				const what = 'n8n could not read the file from its store';
				const remedy = 'Run the workflow again from the node that made the file.';
				return failed(refusedByN8n('BINARY', what, remedy, error));
			}
		},
	}));

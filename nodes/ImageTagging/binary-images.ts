import type { IBinaryData, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { AttemptResult } from '../../batch/attempt';
import type { ImageWarning } from '../../images/validate';
import { commaList } from '../../tagging/filters';
import type { ImageInfo } from '../../tagging/items';
import { failed, refusedByN8n, type ImageFailure } from './image-failure';
import { examined, type JobSource } from './job-source';
import { GENERAL } from './parameters/general';
import { ParameterError } from './parameters/parameter';
import { rawParameter, type ItemParameters } from './parameters/read';

type Files = Record<string, IBinaryData>;

/** Where n8n 2's combined binary mode puts an item's files: into its JSON, in this field. */
const FILES = '_files';

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isBinary = (value: unknown): value is IBinaryData =>
	isObject(value) && typeof value.mimeType === 'string' && ('data' in value || 'id' in value);

const isImage = ({ mimeType = '', fileType }: IBinaryData): boolean =>
	fileType === 'image' || mimeType.startsWith('image/');

const isCombined = (context: IExecuteFunctions): boolean =>
	context.getWorkflowSettings().binaryMode === 'combined';

/** An item's JSON without its files, where n8n 2's combined binary mode puts them there. */
export function fieldsOf(context: IExecuteFunctions, { json }: INodeExecutionData): IDataObject {
	if (!isCombined(context)) return json;
	const { [FILES]: files, ...fields } = json;
	void files;
	return fields;
}

/**
 * An item's files by name. In n8n 2's combined binary mode they are in the item's JSON, and in that
 * mode alone: elsewhere JSON is what anyone sent, and a reference to a file in it could open files
 * of other executions.
 */
export function filesOf(context: IExecuteFunctions, { json, binary }: INodeExecutionData): Files {
	if (!isCombined(context)) return binary ?? {};
	const inJson = Object.entries(isObject(json[FILES]) ? json[FILES] : {});
	return { ...Object.fromEntries(inJson.filter(([, file]) => isBinary(file))), ...binary } as Files;
}

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

/** The files that the parameter means: a file itself where an expression gives one, or names. */
function chosen(
	context: IExecuteFunctions,
	item: number,
	input: INodeExecutionData,
): Array<{ field?: string; binary: IBinaryData; source: string | IBinaryData }> {
	const parameter = rawParameter(context, 'binaryPropertyName', item);
	if (isBinary(parameter)) return [{ binary: parameter, source: parameter }];
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
		return { field, binary, source: input.binary?.[field] ? field : binary };
	});
}

/** The bytes of a file from n8n's store, which may have been cleaned up in the meantime. */
async function stored(
	context: IExecuteFunctions,
	item: number,
	source: string | IBinaryData,
): Promise<AttemptResult<Buffer, ImageFailure>> {
	try {
		return { ok: true, value: await context.helpers.getBinaryDataBuffer(item, source) };
	} catch (error) {
		const what = 'n8n could not read the file from its store';
		const remedy = 'Run the workflow again from the node that made the file.';
		return failed(refusedByN8n('BINARY', what, remedy, error));
	}
}

/** The images in the binary fields that the item's parameter names. @throws ParameterError */
export function binaryImages(
	context: IExecuteFunctions,
	item: number,
	parameters: ItemParameters,
): JobSource[] {
	const input = context.getInputData()[item] as INodeExecutionData;
	return chosen(context, item, input).map(({ field, binary, source }) => {
		const image: ImageInfo = {
			source: 'binary',
			...(field ? { field } : {}),
			...(binary.fileName ? { file_name: binary.fileName } : {}),
			...(binary.mimeType ? { mime_type: binary.mimeType } : {}),
		};
		const warnings: ImageWarning[] = [];
		return {
			image,
			warnings,
			async load(stop) {
				const bytes = await stored(context, item, source);
				return bytes.ok ? await examined(bytes.value, image, warnings, parameters, stop) : bytes;
			},
		};
	});
}

import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { AttemptResult } from '../../batch/failure';
import { redactUrl } from '../../huawei-cloud/redact';
import { parseBase64 } from '../../images/base64';
import { sniffImage } from '../../images/sniff';
import { validateImage } from '../../images/validate';
import { commaList } from '../../tagging/filters';
import type { ImageInfo } from '../../tagging/items';
import type { Subject } from '../../tagging/request-body';
import type { Cloud } from './cloud';
import { download } from './download';
import { httpUrl } from './http-url';
import { explained, failed, localFailure, type ImageFailure } from './image-failure';
import { ParameterError, readParameters, textParameter, type ItemParameters } from './parameters';

type Loaded<T> = Promise<AttemptResult<T, ImageFailure>> | AttemptResult<T, ImageFailure>;

/** One image of one item: what is known of it, and how to get at it when its turn comes. */
export interface ImageJob {
	item: number;
	/** Filled in further when the image has been looked at. */
	image: ImageInfo;
	/** What to do with the image, or why its item's parameters can't be used. */
	plan: AttemptResult<
		{ parameters: ItemParameters; load(signal: AbortSignal): Loaded<Subject> },
		ImageFailure
	>;
}

interface JobSource {
	image: ImageInfo;
	load(signal: AbortSignal): Loaded<Subject>;
}

/** Reads a picture's header into its info, and judges it before a billable call. */
function examined(
	bytes: Buffer,
	image: ImageInfo,
	{ validation }: ItemParameters,
): AttemptResult<Subject, ImageFailure> {
	const sniffed = sniffImage(bytes);
	const claimed = image.mime_type;
	if (sniffed.format !== 'unknown') image.mime_type = sniffed.mimeType;
	if (sniffed.uprightWidth !== undefined) image.width = sniffed.uprightWidth;
	if (sniffed.uprightHeight !== undefined) image.height = sniffed.uprightHeight;
	const [problem] = validateImage(sniffed, bytes.length, validation, claimed).problems;
	if (problem) return failed(localFailure('IMAGE', problem.reason, problem.remedy));
	return { ok: true, value: { image: bytes } };
}

const isImage = ({ mimeType = '', fileType }: IBinaryData): boolean =>
	fileType === 'image' || mimeType.startsWith('image/');

/** Binary fields by name: beside the JSON as a rule, inside it in n8n 2's combined binary mode. */
function binaryFields({ binary, json }: INodeExecutionData): Record<string, IBinaryData> {
	const inJson = Object.entries(json).filter(
		([, value]) => typeof value === 'object' && value !== null && 'mimeType' in value,
	);
	const files = Array.isArray(json._files)
		? json._files.map((file, index) => [`_files[${index}]`, file])
		: [];
	return { ...Object.fromEntries([...inJson, ...files]), ...binary } as Record<string, IBinaryData>;
}

function missingBinary(context: IExecuteFunctions, item: INodeExecutionData, field: string) {
	if (context.getNode().type.endsWith('Tool')) {
		return new ParameterError(
			'An AI agent called this node, so there is no file in its input.',
			'Set Image Source to URL, OBS Object or Base64 Text and let the model fill in the value.',
		);
	}
	const names = Object.keys(binaryFields(item));
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

function binaryImages(
	context: IExecuteFunctions,
	item: number,
	parameters: ItemParameters,
): JobSource[] {
	const input = context.getInputData()[item] as INodeExecutionData;
	const available = binaryFields(input);
	const names = commaList(context.getNodeParameter('binaryPropertyName', item, ''));
	if (names.length === 0) {
		throw new ParameterError(
			'Input Binary Field is empty.',
			'Give the name of the field that holds the image, such as data.',
		);
	}
	const fields = names.flatMap((name) => {
		if (name !== '*') return [name];
		const images = Object.keys(available).filter((key) => isImage(available[key] as IBinaryData));
		if (images.length === 0) throw missingBinary(context, input, '*');
		return images;
	});
	return fields.map((field) => {
		const binary = available[field];
		if (!binary) throw missingBinary(context, input, field);
		const image: ImageInfo = {
			source: 'binary',
			field,
			...(binary.fileName ? { file_name: binary.fileName } : {}),
			...(binary.mimeType ? { mime_type: binary.mimeType } : {}),
		};
		const source = input.binary?.[field] ? field : binary;
		return {
			image,
			load: async () =>
				examined(await context.helpers.getBinaryDataBuffer(item, source), image, parameters),
		};
	});
}

function urlImages(
	context: IExecuteFunctions,
	item: number,
	parameters: ItemParameters,
): JobSource[] {
	const url = httpUrl(textParameter(context, 'url', item));
	const image: ImageInfo = { source: 'url', url: redactUrl(url) };
	if (!parameters.downloadUrl) return [{ image, load: () => ({ ok: true, value: { url } }) }];
	return [
		{
			image,
			async load(signal) {
				const file = await download(context, url, parameters.timeout, signal);
				return file.ok ? examined(file.value, image, parameters) : file;
			},
		},
	];
}

function obsImages(context: IExecuteFunctions, item: number, cloud: Cloud): JobSource[] {
	const bucket = textParameter(context, 'bucket', item);
	const key = textParameter(context, 'objectKey', item);
	return [
		{
			image: { source: 'obs', bucket, key },
			load() {
				const signed = cloud.obsUrl(bucket, key);
				return signed.ok ? { ok: true, value: { url: signed.value } } : signed;
			},
		},
	];
}

function base64Images(
	context: IExecuteFunctions,
	item: number,
	parameters: ItemParameters,
): JobSource[] {
	const image: ImageInfo = { source: 'base64' };
	return [
		{
			image,
			load() {
				const text = context.getNodeParameter('base64', item, '') as unknown;
				if (text === '') {
					throw new ParameterError(
						'The base64 text is empty.',
						'Give the image as base64 text or as a data: URL. Check the expression, if it is one.',
					);
				}
				const { bytes, mimeType } = parseBase64(text);
				if (mimeType) image.mime_type = mimeType;
				return examined(
					Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
					image,
					parameters,
				);
			},
		},
	];
}

const sources = {
	binary: binaryImages,
	url: urlImages,
	obs: (context: IExecuteFunctions, item: number, _: ItemParameters, cloud: Cloud) =>
		obsImages(context, item, cloud),
	base64: base64Images,
};

/** Loading that explains itself instead of throwing. */
const guarded =
	(load: JobSource['load']): JobSource['load'] =>
	async (signal) => {
		try {
			return await load(signal);
		} catch (error) {
			return failed(explained('IMAGE', error));
		}
	};

/** The images of an item; an item whose parameters can't be used gives one job that says so. */
export function imageJobs(context: IExecuteFunctions, item: number, cloud: Cloud): ImageJob[] {
	let source = 'unknown';
	try {
		const parameters = readParameters(context, item);
		source = parameters.imageSource;
		return sources[parameters.imageSource](context, item, parameters, cloud).map(
			({ image, load }) => ({
				item,
				image,
				plan: { ok: true, value: { parameters, load: guarded(load) } },
			}),
		);
	} catch (error) {
		return [{ item, image: { source }, plan: failed(explained('PARAMETER', error)) }];
	}
}

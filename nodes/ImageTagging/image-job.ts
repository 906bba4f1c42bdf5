import type { IExecuteFunctions } from 'n8n-workflow';

import type { AttemptResult } from '../../batch/attempt';
import { redactUrl } from '../../huawei-cloud/redact';
import { parseBase64 } from '../../images/base64';
import type { ImageWarning } from '../../images/validate';
import type { ImageInfo } from '../../tagging/items';
import { binaryImages } from './binary-images';
import type { Cloud } from './cloud';
import { download } from './download';
import { httpUrl } from './http-url';
import { explained, failed, refusedByN8n, type ImageFailure } from './image-failure';
import { examined, type JobSource } from './job-source';
import { ParameterError } from './parameters/parameter';
import {
	rawParameter,
	readParameters,
	textParameter,
	type ItemParameters,
} from './parameters/read';

/** One image of one item: what is known of it, and how to get at it when its turn comes. */
export interface ImageJob {
	item: number;
	image: ImageInfo;
	/** Filled in, as the image is, when it has been looked at. */
	warnings: ImageWarning[];
	/** What to do with the image, or why its item's parameters can't be used. */
	plan: AttemptResult<{ parameters: ItemParameters; load: JobSource['load'] }, ImageFailure>;
}

/** What is read from an item's parameters, or why they have no such value: an expression may throw. */
function orFailure<T>(read: () => T): AttemptResult<T, ImageFailure> {
	try {
		return { ok: true, value: read() };
	} catch (error) {
		return failed(
			refusedByN8n(
				'PARAMETER',
				'A parameter has no value',
				'Check the expressions in the parameters of this node for this item.',
				error,
			),
		);
	}
}

function urlImages(
	context: IExecuteFunctions,
	item: number,
	parameters: ItemParameters,
): JobSource[] {
	const url = httpUrl(textParameter(context, 'url', item));
	const image: ImageInfo = { source: 'url', url: redactUrl(url) };
	if (!parameters.downloadUrl)
		return [{ image, load: () => ({ ok: true, value: { urlNow: () => url } }) }];
	const warnings: ImageWarning[] = [];
	return [
		{
			image,
			warnings,
			async load(stop, fromHost) {
				const file = await fromHost(
					new URL(url).host,
					async (signal) => await download(context, url, parameters.timeout, signal),
				);
				return file?.ok ? await examined(file.value, image, warnings, parameters, stop) : file;
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
				const link = cloud.obsUrl(bucket, key);
				return link.ok ? { ok: true, value: { urlNow: link.value } } : link;
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
	const warnings: ImageWarning[] = [];
	return [
		{
			image,
			warnings,
			load(stop) {
				// Read late, since an expression may make a new text of megabytes for each item.
				const text = orFailure(() => rawParameter(context, 'base64', item));
				if (!text.ok) return text;
				if (text.value === '') {
					throw new ParameterError(
						'The base64 text is empty.',
						'Give the image as base64 text or as a data: URL. Check the expression, if it is one.',
					);
				}
				const { bytes, mimeType } = parseBase64(text.value);
				if (mimeType) image.mime_type = mimeType;
				return examined(
					Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length),
					image,
					warnings,
					parameters,
					stop,
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
	async (signal, fromHost) => {
		try {
			return await load(signal, fromHost);
		} catch (error) {
			return failed(explained('IMAGE', error));
		}
	};

/** The images of an item; an item whose parameters can't be used gives one job that says so. */
export function imageJobs(context: IExecuteFunctions, item: number, cloud: Cloud): ImageJob[] {
	let source = 'unknown';
	const jobs = orFailure(() => {
		const parameters = readParameters(context, item);
		source = parameters.imageSource;
		return sources[parameters.imageSource](context, item, parameters, cloud).map(
			({ image, load, warnings = [] }): ImageJob => ({
				item,
				image,
				warnings,
				plan: { ok: true, value: { parameters, load: guarded(load) } },
			}),
		);
	});
	return jobs.ok ? jobs.value : [{ item, image: { source }, warnings: [], plan: jobs }];
}

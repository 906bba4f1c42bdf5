import type { IExecuteFunctions } from 'n8n-workflow';

import type { HuaweiCloudClient } from '../../../huawei-cloud/client/client';
import type { BodyBuffers } from '../../../tagging/body-buffers';
import type { ImageInput, Source } from '../image';
import { readOrFailure } from '../image-failure';
import { readParameters, type ItemParameters } from '../parameters/read';
import { base64Sources } from './base64';
import { binarySources } from './binary';
import { loader } from './load';
import { obsSources } from './obs';
import { urlSources } from './url';

/** What the images of an execution share. */
export interface Shared {
	client: HuaweiCloudClient;
	buffers: BodyBuffers;
}

type Sources = (
	context: IExecuteFunctions,
	item: number,
	parameters: ItemParameters,
	client: HuaweiCloudClient,
) => Source[];

const SOURCES: Record<ItemParameters['imageSource'], Sources> = {
	binary: binarySources,
	url: urlSources,
	obs: (context, item, _, client) => obsSources(context, item, client),
	base64: base64Sources,
};

/** The images of an item; an item whose parameters can't be used counts as one image that fails for it. */
export function inputsOf(context: IExecuteFunctions, item: number, shared: Shared): ImageInput[] {
	let source = 'unknown';
	const inputs = readOrFailure(() => {
		const parameters = readParameters(context, item);
		source = parameters.imageSource;
		return SOURCES[parameters.imageSource](context, item, parameters, shared.client).map(
			(found): ImageInput => ({
				item,
				image: found.image,
				maxAttempts: parameters.maxAttempts,
				load: loader(found, parameters, shared.buffers),
			}),
		);
	});
	if (inputs.ok) return inputs.value;
	return [{ item, image: { source }, maxAttempts: 0, load: async () => inputs }];
}

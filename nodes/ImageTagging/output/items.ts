import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Outcome } from '../../../batch/attempt';
import type { ImageFailure, ImageInput, TaggedImage } from '../image';
import { fieldsOf, filesOf } from '../n8n/item-files';
import { errorItem, nodeError } from './failures';

function taggedItems(
	context: IExecuteFunctions,
	item: number,
	{ items, files, parameters }: TaggedImage,
): INodeExecutionData[] {
	const input = context.getInputData()[item] as INodeExecutionData;
	const carried = parameters.includeBinary ? filesOf(context, input) : {};
	const fields = parameters.includeInputFields ? fieldsOf(context, input) : {};
	return items.map((json, index) => {
		const binary = { ...carried, ...(index === 0 ? files : {}) };
		return {
			json: { ...fields, ...json } as INodeExecutionData['json'],
			...(Object.keys(binary).length > 0 ? { binary } : {}),
			pairedItem: { item },
		};
	});
}

/**
 * The output items, in input order; an image without an outcome, since the execution was stopped, gives none.
 * @throws NodeApiError or NodeOperationError for the first image that failed, where the node does not go on
 */
export function outputItems(
	context: IExecuteFunctions,
	inputs: readonly ImageInput[],
	outcomes: ReadonlyArray<Outcome<TaggedImage, ImageFailure> | undefined>,
	goesOn: boolean,
): INodeExecutionData[] {
	const node = context.getNode();
	return inputs.flatMap((input, index) => {
		const outcome = outcomes[index];
		if (!outcome) return [];
		if (outcome.ok) return taggedItems(context, input.item, outcome.value);
		if (!goesOn) throw nodeError(node, input, outcome.failure, outcome.attempts);
		return [errorItem(node, input, outcome.failure, outcome.attempts)];
	});
}

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Batch } from '../../batch/batch';
import type { Task } from '../../batch/task';
import { HuaweiCloudClient } from '../../huawei-cloud/client/client';
import { credentialOf } from '../../huawei-cloud/credential';
import { parseJson } from '../../huawei-cloud/json';
import { readTags } from '../../tagging/answer';
import { BodyBuffers } from '../../tagging/body-buffers';
import type {
	ImageFailure,
	ImageInput,
	LoadedImage,
	Result,
	TaggedImage,
	TaggingAnswer,
} from './image';
import { failed, notAttempted } from './image-failure';
import { n8nClock } from './n8n/clock';
import { reportProgress } from './n8n/progress';
import { CREDENTIAL, sendWithCredential } from './n8n/send-with-credential';
import { makeFiles } from './output/files';
import { addHints } from './output/hints';
import { outputItems } from './output/items';
import { shape } from './output/shape';
import { maxConcurrency } from './parameters/read';
import { inputsOf } from './sources/inputs';

function readAnswer(text: string): TaggingAnswer | undefined {
	const body = parseJson(text);
	const tags = readTags(body);
	return tags && { tags, body: body as Record<string, unknown> };
}

/** One attempt: loaded → tagged. */
async function tag(
	context: IExecuteFunctions,
	client: HuaweiCloudClient,
	loaded: LoadedImage,
	signal: AbortSignal,
): Promise<Result<TaggedImage>> {
	const { image, warnings, parameters, body } = loaded;
	const { apiVersion: version, timeout } = parameters;
	const call = { version, body: () => body.bytes(), read: readAnswer, timeout, signal };
	const answer = await client.tag(call);
	if (!answer.ok) return failed(answer.failure, { image, warnings });
	body.release();

	const { items, kept } = shape(loaded, answer.value);
	// A file goes with an item, so without items there is none to make.
	const made =
		items.length > 0 ? await makeFiles(context, loaded, kept, signal) : { files: {}, problems: [] };
	const counts = { given: answer.value.tags.length, kept: kept.sent.length };
	return { ok: true, value: { image, warnings, parameters, items, ...counts, ...made } };
}

const taskOf = (
	context: IExecuteFunctions,
	client: HuaweiCloudClient,
	{ maxAttempts, load }: ImageInput,
): Task<LoadedImage, TaggedImage, ImageFailure> => ({
	maxAttempts,
	load,
	send: async (loaded, signal) => await tag(context, client, loaded, signal),
});

/**
 * Tags the images of all input items: read → load → tag → shape → write. Items come out in input order; where the
 * node's settings say so, a failed image gives an error item in its place.
 *
 * @throws NodeApiError or NodeOperationError for the first image that failed, when the node is set
 * to stop on errors
 */
export async function tagImages(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	const goesOn = context.continueOnFail();
	const credential = credentialOf(await context.getCredentials(CREDENTIAL));
	const client = new HuaweiCloudClient(credential, sendWithCredential(context));
	const shared = { client, buffers: new BodyBuffers() };
	const inputs = items.flatMap((_, item) => inputsOf(context, item, shared));
	const batch = new Batch(
		inputs.map((input) => taskOf(context, client, input)),
		{
			concurrency: maxConcurrency(context),
			accepted: client.accepted,
			clock: n8nClock,
			random: Math.random,
			signal: context.getExecutionCancelSignal(),
			stopOnFailure: !goesOn,
			notAttempted,
		},
	);
	const outcomes = await reportProgress(context, batch.report, n8nClock, batch.run());
	const output = outputItems(context, inputs, outcomes, goesOn);
	addHints(context, batch.report, outcomes);
	return output;
}

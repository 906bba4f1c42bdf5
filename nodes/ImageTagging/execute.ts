import type { IBinaryKeyData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Batch } from '../../batch/batch';
import type { Task } from '../../batch/task';
import { credentialOf } from '../../huawei-cloud/credential';
import { BodyBuffers } from '../../tagging/body-buffers';
import { tagFilter } from '../../tagging/filters';
import { itemsOf, type TaggedImage } from '../../tagging/items';
import { requestBody } from '../../tagging/request-body';
import { fieldsOf, filesOf } from './binary-images';
import { Cloud } from './cloud';
import { errorItem, nodeError } from './failure-output';
import { addHints } from './hints';
import { hostClock } from './host';
import { notAttempted, type ImageFailure } from './image-failure';
import { imageJobs, type ImageJob } from './image-job';
import type { Loaded } from './job-source';
import { maxConcurrency, type ItemParameters } from './parameters/read';
import { annotated, inOriginalPixels } from './picture-work';
import { reportProgress } from './progress';
import type { TaggedJob } from './tagged-job';

/** @param sent the bytes that were sent, where the image was not fetched by the service */
async function taggedJob(
	context: IExecuteFunctions,
	tagged: TaggedImage,
	sent: Buffer | undefined,
	parameters: ItemParameters,
	stop: AbortSignal,
): Promise<TaggedJob> {
	const seen = tagged.tags.filter(tagFilter(parameters));
	const annotation = await annotated(context, sent, seen, tagged.image, parameters, stop);
	const tags = await inOriginalPixels(seen, tagged.image);
	return {
		items: itemsOf({ ...tagged, tags }, parameters.output, parameters.onNoTags),
		annotation,
		given: tagged.tags.length,
		kept: tags.length,
		parameters,
	};
}

/** The request's body: with an image, made once and kept for all attempts; with a link, made for each. */
function bodyOf(
	loaded: Loaded,
	parameters: ItemParameters,
	buffers: BodyBuffers,
): { now: () => Buffer; kept?: Buffer } {
	if ('urlNow' in loaded) return { now: () => requestBody({ url: loaded.urlNow() }, parameters) };
	const kept = requestBody(loaded, parameters, (bytes) => buffers.take(bytes));
	return { now: () => kept, kept };
}

interface ReadyToSend {
	parameters: ItemParameters;
	sent: Buffer | undefined;
	body: ReturnType<typeof bodyOf>;
}

const batchTask = (
	context: IExecuteFunctions,
	{ plan, image }: ImageJob,
	cloud: Cloud,
	buffers: BodyBuffers,
): Task<ReadyToSend, TaggedJob, ImageFailure> => ({
	maxAttempts: plan.ok ? plan.value.parameters.maxAttempts : 0,
	async load(stop, download) {
		if (!plan.ok) return plan;
		const { parameters, load } = plan.value;
		const loaded = await load(stop, download);
		if (!loaded?.ok) return loaded;
		const sent = 'image' in loaded.value ? loaded.value.image : undefined;
		const body = bodyOf(loaded.value, parameters, buffers);
		return { ok: true, value: { parameters, sent, body } };
	},
	async send({ parameters, sent, body }, signal) {
		const { apiVersion, timeout } = parameters;
		const result = await cloud.tag(apiVersion, body.now, timeout, signal);
		if (!result.ok) return result;
		if (body.kept && cloud.wasSentOnce(body.kept)) buffers.giveBack(body.kept);
		const tagged = { ...result.value, image, apiVersion };
		return { ok: true, value: await taggedJob(context, tagged, sent, parameters, signal) };
	},
});

function outputItem(
	context: IExecuteFunctions,
	json: Record<string, unknown>,
	item: number,
	{ includeInputFields, includeBinary }: ItemParameters,
	drawn: IBinaryKeyData,
): INodeExecutionData {
	const input = context.getInputData()[item] as INodeExecutionData;
	const binary = { ...(includeBinary ? filesOf(context, input) : {}), ...drawn };
	const fields = includeInputFields ? { ...fieldsOf(context, input), ...json } : json;
	return {
		json: fields as INodeExecutionData['json'],
		...(Object.keys(binary).length > 0 ? { binary } : {}),
		pairedItem: { item },
	};
}

/** The annotated picture as a binary field: it goes with the first item of its image only. */
const annotatedFile = ({ annotation, parameters }: TaggedJob): IBinaryKeyData =>
	annotation && 'picture' in annotation
		? { [parameters.annotatedPropertyName]: annotation.picture }
		: {};

/**
 * Tags the images of all input items. Items come out in input order; where the node's settings say
 * so, a failed image gives an error item in its place.
 *
 * @throws NodeApiError or NodeOperationError for the first image that failed, when the node is set
 * to stop on errors
 */
export async function tagImages(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const inputs = context.getInputData();
	if (inputs.length === 0) return [];
	const goesOn = context.continueOnFail();
	const credential = credentialOf(await context.getCredentials('huaweiCloudApi'));
	const cloud = new Cloud(context, credential);
	const jobs = inputs.flatMap((_, item) => imageJobs(context, item, cloud));
	const buffers = new BodyBuffers();
	const batch = new Batch(
		jobs.map((job) => batchTask(context, job, cloud, buffers)),
		{
			concurrency: maxConcurrency(context),
			accepted: cloud.letIn,
			clock: hostClock,
			random: Math.random,
			signal: context.getExecutionCancelSignal(),
			stopOnFailure: !goesOn,
			notAttempted,
		},
	);
	const outcomes = await reportProgress(context, batch.report, hostClock, batch.run());

	const items: INodeExecutionData[] = [];
	for (const [index, outcome] of outcomes.entries()) {
		const job = jobs[index] as ImageJob;
		if (!outcome) continue;
		if (!outcome.ok) {
			if (!goesOn) throw nodeError(context.getNode(), job, outcome.failure, outcome.attempts);
			items.push(errorItem(context.getNode(), job, outcome.failure, outcome.attempts));
			continue;
		}
		const { parameters } = outcome.value;
		const drawn = annotatedFile(outcome.value);
		items.push(
			...outcome.value.items.map((json, index) =>
				outputItem(context, json, job.item, parameters, index === 0 ? drawn : {}),
			),
		);
	}
	addHints(context, batch.report, outcomes, jobs);
	return items;
}

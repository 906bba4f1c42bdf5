import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../config/account-schema';
import type { Config } from '../config/schema';
import { ApiError, lookInLog, type FailureKind } from '../contract/failures';
import type { ApiVersion } from '../contract/versions';
import {
	EngineError,
	type Engine,
	type EngineErrorKind,
	type ModelName,
	type TaggedImage,
} from '../engine';
import type { ImageDownloader, ReadFile } from '../fetch/download';
import type { BodyBudget, BodyHold } from '../http/bodies/body-budget';
import { freshMemory, type BodyMemory } from '../http/bodies/body-memory';
import { bodyOf, readBody } from '../http/bodies/request-body';
import { isJson } from '../http/request-headers';
import type { Throttle } from '../http/limits/throttle';
import { requireAnyProject, requireProject } from '../iam/caller';
import { callerOf } from '../iam/protect';
import type { Metrics } from '../operation/metrics';
import { taggingAnswer, type Answer } from './answer';
import type { TagV1, TagV2 } from './answer-schema';
import { parseTaggingRequest, type TaggingRequest } from './request';

declare module 'fastify' {
	interface FastifyReply {
		/** Whether the request has one of its account's places. */
		hasPlace: boolean;
	}
}

/** Of what may be told in the engine's own words. */
const failureOfEngine: Record<Exclude<EngineErrorKind, 'busy' | 'modelFailed'>, FailureKind> = {
	unsupportedFormat: 'unsupportedFormat',
	damaged: 'damaged',
	size: 'size',
	workersLost: 'modelFailed',
	closed: 'internal',
};

/** What a request for tags passes through. */
export interface TaggingSteps {
	engine: Engine;
	downloader: ImageDownloader;
	throttle: Throttle;
	metrics: Metrics;
	bodyMemory: BodyMemory;
	bodyBudget: BodyBudget;
	settings: { config: Pick<Config, 'limits'> };
}

/** `POST /v1.0/image/tagging` and `POST /v2/{project_id}/image/tagging`. */
export function taggingRoutes(scope: FastifyInstance, steps: TaggingSteps): void {
	scope.decorateReply('hasPlace', false);
	/** Once it is proven whose place it is: others could take all of an account's by naming its key. */
	const admit = async ({ caller, isProven, tenant }: FastifyRequest, reply: FastifyReply) => {
		if (tenant && (isProven || caller)) await takePlace(tenant, reply, steps);
	};
	const early = {
		/** With a full queue there is no use in reading megabytes first; Node lets them run by. */
		onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
			if (!isJson(request)) {
				throw new ApiError('notJson', 'Send the header Content-Type: application/json.');
			}
			if (steps.engine.stats(request.tenant?.name).full) throw queueFull(steps);
			await admit(request, reply);
		},
		/** Whoever could not prove it before the body had come. */
		preHandler: admit,
	};
	scope.post('/v1.0/image/tagging', early, (request, reply) => {
		const projectId = request.headers['x-project-id'];
		requireAnyProject(callerOf(request));
		if (typeof projectId === 'string' && projectId !== '') {
			requireProject(callerOf(request), projectId);
		}
		return tag('v1.0', request, reply, steps);
	});
	scope.post<{ Params: { projectId: string } }>(
		'/v2/:projectId/image/tagging',
		early,
		(request, reply) => {
			requireProject(callerOf(request), request.params.projectId);
			return tag('v2', request, reply, steps);
		},
	);
}

/** Takes one of the account's places, once, until the request is over. */
async function takePlace(
	account: Account,
	reply: FastifyReply,
	{ throttle }: TaggingSteps,
): Promise<void> {
	if (reply.hasPlace) return;
	const leave = await throttle.enter(account);
	reply.hasPlace = true;
	// Its client may have left meanwhile.
	if (reply.raw.destroyed) leave();
	else reply.raw.once('close', leave);
}

async function tag(
	version: ApiVersion,
	request: FastifyRequest,
	reply: FastifyReply,
	steps: TaggingSteps,
): Promise<Answer<TagV1 | TagV2>> {
	const gone = new AbortController();
	const onClose = () => {
		gone.abort();
	};
	reply.raw.once('close', onClose);
	const owner = callerOf(request).account.name;
	/** Beside the body's: the memory of what is downloaded. */
	const hold = steps.bodyBudget.open({ account: owner });
	try {
		const body = bodyOf(request);
		const asked = await parseTaggingRequest(body, version, gone.signal);
		const image = await load(asked.source, { signal: gone.signal, hold }, steps);
		const tagged = await look(image, owner, gone.signal, steps);
		// After a failure, a worker may still be receiving the image.
		steps.bodyMemory.giveBack(body);
		reply.header('X-Image-Models', modelsHeader(tagged.models));
		return taggingAnswer(version, tagged.findings, asked);
	} finally {
		reply.raw.off('close', onClose);
		hold.release();
	}
}

/** `coco-ssd/01d8d04d95c1, my%20own/2`: names and versions may have any characters, a header may not. */
const modelsHeader = (models: ModelName[]): string =>
	models.map(({ name, version }) => [name, version].map(encodeURIComponent).join('/')).join(', ');

async function load(
	source: TaggingRequest['source'],
	{ signal, hold }: { signal: AbortSignal; hold: BodyHold },
	{ downloader, metrics }: TaggingSteps,
): Promise<Buffer> {
	if ('image' in source) return source.image;
	const start = performance.now();
	const read: ReadFile = (file, declared, limit) =>
		readBody(file, declared, { memory: freshMemory, hold, limit });
	const image = await downloader.fetch(source.url, { signal, read });
	metrics.downloaded(performance.now() - start);
	return image;
}

async function look(
	image: Buffer,
	owner: string,
	signal: AbortSignal,
	steps: TaggingSteps,
): Promise<TaggedImage> {
	const { engine, metrics } = steps;
	try {
		const tagged = await engine.tag(image, signal, owner);
		metrics.tagged(tagged.timings);
		return tagged;
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		const { kind, message } = error;
		if (kind === 'busy') throw queueFull(steps);
		// Its sentence may hold paths of this machine.
		if (kind === 'modelFailed') throw new ApiError(kind, lookInLog, undefined, error);
		throw new ApiError(failureOfEngine[kind], message);
	}
}

function queueFull({ settings }: TaggingSteps): ApiError {
	const { queuedImages } = settings.config.limits;
	return new ApiError('throttled', `policy service over queue,limit:${queuedImages}`, 1);
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { requireAnyProject, requireProject } from '../auth/caller';
import { EngineError, type EngineErrorKind, type TaggedPicture } from '../engine';
import type { Context } from './context';
import { ApiError, lookInLog, type FailureKind } from './failures';
import { bodyOf, callerOf } from './protect';
import { taggingAnswer, type Answer, type TagV1, type TagV2 } from './tagging-answer';
import { parseTaggingRequest, type TaggingRequest } from './tagging-request';
import type { ApiVersion } from './versions';

const failureOfEngine: Record<EngineErrorKind, FailureKind> = {
	unsupportedFormat: 'unsupportedFormat',
	damaged: 'damaged',
	size: 'size',
	modelFailed: 'modelFailed',
	workersLost: 'modelFailed',
	busy: 'throttled',
	closed: 'internal',
};

/** `POST /v1.0/image/tagging` and `POST /v2/{project_id}/image/tagging`. */
export function taggingRoutes(scope: FastifyInstance, context: Context): void {
	const early = {
		/** With a full queue there is no use in reading megabytes first; Node lets them run by. */
		onRequest: async () => {
			if (context.engine.stats().full) throw queueFull(context);
		},
	};
	scope.post('/v1.0/image/tagging', early, (request, reply) => {
		const projectId = request.headers['x-project-id'];
		requireAnyProject(callerOf(request));
		if (typeof projectId === 'string' && projectId !== '') {
			requireProject(callerOf(request), projectId);
		}
		return tag('v1.0', request, reply, context);
	});
	scope.post<{ Params: { projectId: string } }>(
		'/v2/:projectId/image/tagging',
		early,
		(request, reply) => {
			requireProject(callerOf(request), request.params.projectId);
			return tag('v2', request, reply, context);
		},
	);
}

async function tag(
	version: ApiVersion,
	request: FastifyRequest,
	reply: FastifyReply,
	context: Context,
): Promise<Answer<TagV1 | TagV2>> {
	const leave = context.throttle.enter(callerOf(request).account.name);
	const gone = new AbortController();
	const onClose = () => {
		gone.abort();
	};
	reply.raw.once('close', onClose);
	try {
		const body = bodyOf(request);
		const asked = parseTaggingRequest(body, version);
		const image = await load(asked.source, gone.signal, context);
		const picture = await look(image, gone.signal, context);
		// After a failure, a worker may still be receiving the picture.
		context.bodyMemory.giveBack(body);
		return taggingAnswer(version, picture.findings, asked);
	} finally {
		reply.raw.off('close', onClose);
		leave();
	}
}

async function load(
	source: TaggingRequest['source'],
	signal: AbortSignal,
	{ downloader, metrics }: Context,
): Promise<Buffer> {
	if ('image' in source) return source.image;
	const start = performance.now();
	const image = await downloader.fetch(source.url, signal);
	metrics.downloaded(performance.now() - start);
	return image;
}

async function look(image: Buffer, signal: AbortSignal, context: Context): Promise<TaggedPicture> {
	const { engine, metrics } = context;
	try {
		const picture = await engine.tag(image, signal);
		metrics.tagged(picture.timings);
		return picture;
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
		if (error.kind === 'busy') throw queueFull(context);
		// Its sentence may hold paths of this machine.
		if (error.kind === 'modelFailed') {
			throw new ApiError('modelFailed', lookInLog, undefined, error);
		}
		throw new ApiError(failureOfEngine[error.kind], error.message);
	}
}

function queueFull({ settings }: Context): ApiError {
	const { queuedPictures } = settings.config.limits;
	return new ApiError('throttled', `policy service over queue,limit:${queuedPictures}`, 1);
}

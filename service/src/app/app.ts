import type { IncomingMessage } from 'node:http';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { ApiError } from '../contract/failures';
import { answerFailure, letBodyRunOn } from '../http/answers';
import type { Connections } from '../http/connections/connections';
import { hostCheck } from '../http/hosts';
import { observe, record } from '../http/observe';
import { checkHeaders } from '../http/request-headers';
import { requestIdOf } from '../http/trace';
import type { Context } from './context';

/**
 * Answers whatever comes, without any routes yet. It listens nowhere by itself.
 * @param host that a listener before it listens on
 * @param connections of that listener, where there is one
 */
export function createApp(
	context: Context,
	host: string,
	connections?: Connections,
): FastifyInstance {
	const { hosts, trustedProxies } = context.settings.config;
	const app = Fastify({
		logger: false,
		genReqId: requestIdOf,
		requestIdHeader: false,
		trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
		routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
		frameworkErrors: (error, request, reply) => {
			reply.raw.once('finish', () => record(context, request, reply));
			void answerFailure(error, request, reply, context.log);
		},
		return503OnClosing: false,
	});
	// The official SDK signs and sends `{}` with its GET requests.
	app.addHttpMethod('GET', { hasBody: true, overrideExisting: true });
	app.removeAllContentTypeParsers();
	// What nobody has proven to be allowed to send is not kept; scopes with requests of more than headers say so.
	app.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) => {
		payload.resume();
	});
	app.setErrorHandler((error, request, reply) => {
		letBodyRunOn(request, reply);
		return answerFailure(error, request, reply, context.log);
	});
	app.setNotFoundHandler(() => {
		throw new ApiError('noSuchApi');
	});
	app.addHook('onRequest', async (request, reply) => connections?.begin(request, reply));
	observe(app, context);
	const isKnownHost = hostCheck(host, hosts);
	app.addHook('onRequest', async (request) => checkHeaders(request, isKnownHost));
	return app;
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config/schema';
import { readPageFiles, type PageFile } from './page-files';
import { pageStart } from './page-start';

/** Nothing inline and nothing from elsewhere; `blob:` is the picture that the reader chose. */
const policy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' blob: data:",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"require-trusted-types-for 'script'",
	"trusted-types 'none'",
	"frame-ancestors 'none'",
].join('; ');

const headers = {
	'Content-Security-Policy': policy,
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
	'Referrer-Policy': 'no-referrer',
	'X-Frame-Options': 'DENY',
};

/** `GET /`, its files under `/page/`, and `/page/start.json`, with which the page begins. */
export function pageRoutes(scope: FastifyInstance, config: Config): void {
	for (const { name, ...file } of readPageFiles()) {
		scope.get(name === 'page.html' ? '/' : `/page/${name}`, (request, reply) =>
			sendFile(file, request, reply),
		);
	}
	const start = pageStart(config);
	scope.get('/page/start.json', (_request, reply) =>
		reply.headers({ ...headers, 'Cache-Control': 'no-store' }).send(start),
	);
}

/** The browser keeps a file, but asks each time whether it is still the one. */
function sendFile(
	{ type, etag, bytes }: Omit<PageFile, 'name'>,
	request: FastifyRequest,
	reply: FastifyReply,
): FastifyReply {
	reply.headers({ ...headers, 'Cache-Control': 'no-cache', ETag: etag });
	if (request.headers['if-none-match'] === etag) return reply.code(304).send();
	return reply.type(type).send(bytes);
}

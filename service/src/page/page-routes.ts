import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

/** The page is served as it is written, so it stays in the source folder. */
const page = readFileSync(join(__dirname, '..', '..', 'src', 'page', 'page.html'));

const headers = {
	'Cache-Control': 'no-cache',
	'Content-Security-Policy':
		"default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
	'Content-Type': 'text/html; charset=utf-8',
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
	'Referrer-Policy': 'no-referrer',
	'X-Frame-Options': 'DENY',
};

/** `GET /`: what the service is, for those who open its address in a browser. */
export function pageRoutes(scope: FastifyInstance): void {
	scope.get('/', (_request, reply) => reply.headers(headers).send(page));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../api/context';

/** The page's files are served as they are written, so they stay in the source folder. */
const folder = join(__dirname, '..', '..', 'src', 'page');

const files = [
	['/', 'page.html', 'text/html; charset=utf-8'],
	['/page/page.css', 'page.css', 'text/css; charset=utf-8'],
	['/page/page.js', 'page.js', 'text/javascript; charset=utf-8'],
	['/page/icon.svg', 'icon.svg', 'image/svg+xml'],
] as const;

/** The page loads nothing from elsewhere but a picture that its user names by URL. */
const securityHeaders = {
	'Content-Security-Policy': [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		"img-src 'self' blob: http: https:",
		"connect-src 'self'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	].join('; '),
	'Cross-Origin-Opener-Policy': 'same-origin',
	'Cross-Origin-Resource-Policy': 'same-origin',
	'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
	'Referrer-Policy': 'no-referrer',
	'X-Frame-Options': 'DENY',
};

/** `GET /`: a page on which the service can be tried, with its files and what it has to know. */
export function pageRoutes(scope: FastifyInstance, { settings }: Context): void {
	for (const [path, file, type] of files) {
		const content = readFileSync(join(folder, file));
		scope.get(path, (_request, reply) =>
			reply.headers(securityHeaders).header('Cache-Control', 'no-cache').type(type).send(content),
		);
	}
	const { region, accounts } = settings.config;
	const [account] = accounts;
	const [user] = account?.users ?? [];
	// Only the demo account, whose password everybody knows, is filled in.
	const signIn =
		settings.demo && account && user
			? { account: account.name, user: user.name, password: user.password }
			: undefined;
	scope.get('/page/settings.json', (_request, reply) =>
		reply
			.headers(securityHeaders)
			.header('Cache-Control', 'no-store')
			.send({ project: settings.demo ? account?.projects[0]?.name : region, signIn }),
	);
}

import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { equalSecrets } from '../auth/compare';
import { findProject, type UserOwner } from '../auth/directory';
import type { Account, Project } from '../config/schema';
import type { Context } from './context';
import { IamError } from './iam-failures';
import { bodyOf, callerOf } from './protect';
import { parseTokenRequest, type TokenRequest } from './token-request';

/** Far more than names and a password need. */
const maxTokenRequestBytes = 64 * 1024;

/** `POST /v3/auth/tokens`, the one route that reads a body before anybody has proven who they are. */
export function tokenRoute(scope: FastifyInstance, context: Context): void {
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser(
		'*',
		{ parseAs: 'buffer', bodyLimit: maxTokenRequestBytes },
		async (_request: FastifyRequest, body: Buffer) => body,
	);
	scope.post('/v3/auth/tokens', (request, reply) => {
		const asked = parseTokenRequest(bodyOf(request));
		const { account, user } = checkPassword(asked, context);
		const project = asked.project && findProject(account, asked.project);
		if (asked.project && !project) {
			throw new IamError(
				401,
				'The project of auth.scope does not exist, or is not one of this account.',
			);
		}
		const { token, issued, expires } = context.authenticator.tokens.issue(account, user, project);
		const domain = { id: accountId(account), name: account.name };
		reply.header('X-Subject-Token', token).code(201);
		return {
			token: {
				methods: ['password'],
				issued_at: iamTime(issued),
				expires_at: iamTime(expires),
				user: {
					id: idOf(JSON.stringify([account.name, user.name])),
					name: user.name,
					domain,
					password_expires_at: '',
				},
				roles: [{ id: '0', name: 'te_admin' }],
				catalog: [],
				...(project ? { project: { id: project.id, name: project.name, domain } } : { domain }),
			},
		};
	});
}

/** `GET /v3/projects` and `GET /v3/auth/projects`: what these credentials can use. */
export function projectRoutes(scope: FastifyInstance): void {
	for (const path of ['/v3/projects', '/v3/auth/projects']) {
		scope.get<{ Querystring: Record<string, unknown> }>(path, (request) => {
			const { account } = callerOf(request);
			const { name } = request.query;
			const projects = account.projects.filter(
				(project) => typeof name !== 'string' || project.name === name,
			);
			const self = `${request.protocol}://${request.host}${path}`;
			return {
				links: { self, previous: null, next: null },
				projects: projects.map((project) => describeProject(account, project, self)),
			};
		});
	}
}

/** @throws {IamError} 401, or 403 while the user is locked; the same words for a wrong user and a wrong password */
function checkPassword(asked: TokenRequest, { authenticator }: Context): UserOwner {
	const owner = authenticator.directory.user(asked.account, asked.user);
	if (owner && authenticator.userLock.isLocked(owner.user)) {
		throw new IamError(
			403,
			'The user is locked for a while after too many wrong passwords in a row.',
		);
	}
	const right = equalSecrets(asked.password, owner?.user.password ?? '');
	if (owner && right) {
		authenticator.userLock.succeeded(owner.user);
		return owner;
	}
	if (owner) authenticator.userLock.failed(owner.user);
	throw new IamError(401, 'The username or password is wrong.');
}

function describeProject(account: Account, project: Project, self: string) {
	return {
		id: project.id,
		name: project.name,
		domain_id: accountId(account),
		parent_id: accountId(account),
		is_domain: false,
		enabled: true,
		description: '',
		links: { self: `${self}/${encodeURIComponent(project.id)}` },
	};
}

/** Accounts and users are configured by name; clients expect an ID, so one is made from it. */
function idOf(name: string): string {
	return createHash('sha256').update(name).digest('hex').slice(0, 32);
}

function accountId(account: Account): string {
	return idOf(account.name);
}

/** `2019-02-13T06:52:13.855000Z`, with the microseconds that IAM prints. */
function iamTime(date: Date): string {
	return date.toISOString().replace('Z', '000Z');
}

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Account, Project } from '../../config/account-schema';
import { callerOf } from '../protect';
import type { projectsAnswer } from './answer-schemas';
import { accountId } from './ids';

type Answer = z.output<typeof projectsAnswer>;
type Asked = { Querystring: Record<string, unknown> };

/**
 * `GET /v3/projects`, `GET /v3/auth/projects` and, as the reference's section 3.3 prints it,
 * `POST /v3/auth/projects`: what these credentials can use.
 */
export function projectRoutes(scope: FastifyInstance): void {
	scope.get<Asked>('/v3/projects', (request) => list(request, '/v3/projects'));
	scope.route<Asked>({
		method: ['GET', 'POST'],
		url: '/v3/auth/projects',
		handler: (request) => list(request, '/v3/auth/projects'),
	});
}

function list(request: FastifyRequest<Asked>, path: string): Answer {
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
}

function describeProject(
	account: Account,
	project: Project,
	self: string,
): Answer['projects'][number] {
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

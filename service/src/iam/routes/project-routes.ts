import type { FastifyInstance } from 'fastify';
import type { Account, Project } from '../../config/schema';
import { callerOf } from '../protect';
import { accountId } from './ids';

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

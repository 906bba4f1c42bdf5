import type { FastifyInstance, FastifyRequest } from 'fastify';
import { equalSecrets } from '../../auth/compare';
import { IamError } from '../../contract/iam-failures';
import { bodyOf } from '../../http/bodies/request-body';
import type { Authenticator } from '../authenticator';
import { findProject, type UserOwner } from '../directory';
import type { z } from 'zod';
import type { tokenAnswer } from './answer-schemas';
import { catalogOf } from './catalog';
import { accountId, idOf } from './ids';
import { parseTokenRequest, type TokenRequest } from './token-request';

type Answer = z.output<typeof tokenAnswer>;

/** Far more than names and a password need. */
const maxTokenRequestBytes = 64 * 1024;

/** `POST /v3/auth/tokens`, the one route that reads a body before anybody has proven who they are. */
export function tokenRoute(
	scope: FastifyInstance,
	authenticator: Authenticator,
	region: string,
): void {
	scope.removeAllContentTypeParsers();
	scope.addContentTypeParser(
		'*',
		{ parseAs: 'buffer', bodyLimit: maxTokenRequestBytes },
		async (_request: FastifyRequest, body: Buffer) => body,
	);
	scope.post<{ Querystring: Record<string, unknown> }>(
		'/v3/auth/tokens',
		(request, reply): Answer => {
			const asked = parseTokenRequest(bodyOf(request));
			const { account, user } = checkPassword(asked, authenticator);
			const project = asked.project && findProject(account, asked.project);
			if (asked.project && !project) {
				throw new IamError(
					401,
					'The project of auth.scope does not exist, or is not one of this account.',
				);
			}
			const { token, issued, expires } = authenticator.tokens.issue(account, user, project);
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
					catalog:
						'nocatalog' in request.query
							? []
							: catalogOf(`${request.protocol}://${request.host}`, region, project),
					...(project ? { project: { id: project.id, name: project.name, domain } } : { domain }),
				},
			};
		},
	);
}

/** @throws {IamError} 401, or 403 while the user is locked; the same words for a wrong user and a wrong password */
function checkPassword(asked: TokenRequest, authenticator: Authenticator): UserOwner {
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

/** `2019-02-13T06:52:13.855000Z`, with the microseconds that IAM prints. */
function iamTime(date: Date): string {
	return date.toISOString().replace('Z', '000Z');
}

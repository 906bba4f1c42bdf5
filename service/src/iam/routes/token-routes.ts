import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { isPassword } from '../../auth/passwords';
import type { Account } from '../../config/account-schema';
import type { Config } from '../../config/schema';
import { ApiError } from '../../contract/failures';
import { IamError } from '../../contract/iam-failures';
import { addressKey } from '../../http/address';
import { freshMemory } from '../../http/bodies/body-memory';
import { bodyOf, holdBody, keepBodies } from '../../http/bodies/request-body';
import { isJson } from '../../http/request-headers';
import type { Authenticator } from '../authenticator';
import { findProject, type UserOwner } from '../directory';
import type { Protection } from '../protect';
import type { tokenAnswer } from './answer-schemas';
import { catalogOf } from './catalog';
import { accountId, idOf } from './ids';
import { parseTokenRequest, type NameOrId, type TokenRequest } from './token-request';

type Answer = z.output<typeof tokenAnswer>;

/** Far more than names and a password need. */
const maxTokenRequestBytes = 64 * 1024;

/** What a request for a token passes through. */
interface TokenSteps extends Pick<Protection, 'authenticator' | 'bodyBudget'> {
	settings: { config: Pick<Config, 'region'> };
}

/** `POST /v3/auth/tokens`, the one route that reads a body before anybody has proven who they are. */
export function tokenRoute(
	scope: FastifyInstance,
	{ authenticator, bodyBudget, settings }: TokenSteps,
): void {
	const { region } = settings.config;
	keepBodies(scope, { memory: freshMemory, limit: maxTokenRequestBytes });
	scope.addHook('onRequest', async (request, reply) => {
		if (!isJson(request))
			throw new IamError(400, 'Send the header Content-Type: application/json.');
		holdBody(request, reply, bodyBudget.open({ login: addressKey(request.ip) }));
	});
	scope.post<{ Querystring: Record<string, unknown> }>(
		'/v3/auth/tokens',
		async (request, reply): Promise<Answer> => {
			const asked = parseTokenRequest(bodyOf(request));
			const known = authenticator.directory.user(asked.account, asked.user);
			// A name that doesn't exist may be a password in the wrong field.
			if (known) request.audit = { account: known.account.name, user: known.user.name };
			const { account, user } = await checkPassword(asked, addressKey(request.ip), authenticator);
			if (asked.accounts.some((scope) => !isSame(scope, account))) {
				throw new IamError(401, "The account of auth.scope is not the user's.", 'wrong_account');
			}
			const project = asked.project && findProject(account, asked.project);
			if (asked.project && !project) {
				throw new IamError(
					401,
					'The project of auth.scope does not exist, or is not one of this account.',
					'wrong_project',
				);
			}
			const { token, issued, expires } = authenticator.tokens.issue(account, user, project);
			request.audit = {
				...request.audit,
				audit: 'token issued',
				auth_method: 'password',
				...(project && { project: project.id }),
			};
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

/**
 * The same words for a wrong account, user and password, and for a lock whether the user exists or not.
 * @throws {IamError} 401, or 403 while the user is locked for this address
 */
async function checkPassword(
	{ account, user, password }: TokenRequest,
	address: string,
	{ directory, logins }: Authenticator,
): Promise<UserOwner> {
	const name = JSON.stringify([account, user]);
	const look = async () => {
		const owner = directory.user(account, user);
		const right = await isPassword(password, owner?.user, directory.hashCosts);
		if (owner && right) {
			logins.succeeded(name, address);
			return owner;
		}
		await logins.failed(name, address);
		throw new IamError(401, 'The username or password is wrong.', 'wrong_password');
	};
	try {
		await logins.admit(name, address);
		return await logins.inTurn(name, address, look);
	} catch (error) {
		if (!(error instanceof ApiError) || error.kind !== 'locked') throw error;
		throw new IamError(
			403,
			'The user is locked for a while after too many wrong passwords in a row.',
			'locked',
		);
	}
}

function isSame({ id, name }: NameOrId, account: Account): boolean {
	return (
		(id === undefined || id === accountId(account)) && (name === undefined || name === account.name)
	);
}

/** `2019-02-13T06:52:13.855000Z`, with the microseconds that IAM prints. */
function iamTime(date: Date): string {
	return date.toISOString().replace('Z', '000Z');
}

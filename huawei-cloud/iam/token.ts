import { ConfigurationError } from '../configuration-error';
import type { HuaweiCloudCredential } from '../credential';
import { iamEndpoint } from '../endpoints';
import { authenticationError } from '../errors/authentication-error';
import { parseJson } from '../json';
import { ask, iamFailure } from './ask';
import { projectName } from './project';
import type { HttpAnswer, HttpRequest, Send } from './transport';

/** A token for one project. */
export interface IssuedToken {
	token: string;
	/** By the local clock, epoch milliseconds. */
	expiresAt: number;
	projectId?: string;
}

/** What a token is for: the project of the credential, or the user's account as a whole. */
export type TokenScope = 'project' | 'account';

const json = 'application/json;charset=utf8';
const usualLifetime = 24 * 60 * 60 * 1000;

function scopeOf(credential: HuaweiCloudCredential, scope: TokenScope): object {
	if (scope === 'account') return { domain: { name: credential.accountName } };
	const id = credential.projectId;
	return { project: id ? { id } : { name: projectName(credential) } };
}

/**
 * The request for a token, as in "Obtaining a User Token Through Password Authentication" of IAM's API reference.
 * @throws ConfigurationError when a field that it needs is empty
 */
function tokenRequest(credential: HuaweiCloudCredential, scope: TokenScope): HttpRequest {
	const { accountName, userName, password } = credential;
	const missing = Object.entries({
		'Account Name': accountName,
		'User Name': userName,
		Password: password,
	}).flatMap(([label, value]) => (value ? [] : [label]));
	if (missing.length > 0) {
		throw new ConfigurationError(
			`The Huawei Cloud credential has no ${missing.join(', no ')}.`,
			'Open the credential and fill it in: the account name is the one that owns the IAM user.',
		);
	}
	const user = { name: userName, password, domain: { name: accountName } };
	const identity = { methods: ['password'], password: { user } };
	const auth = { identity, scope: scopeOf(credential, scope) };
	return {
		method: 'POST',
		url: `${iamEndpoint(credential)}/v3/auth/tokens?nocatalog=true`,
		headers: { 'Content-Type': json, Accept: 'application/json' },
		body: Buffer.from(JSON.stringify({ auth })),
		allowUnauthorizedCerts: credential.allowUnauthorizedCerts === true,
	};
}

interface TokenBody {
	token?: {
		expires_at?: string;
		issued_at?: string;
		project?: { id?: string };
	};
}

/** How long the token is valid, by the server's clock alone, since the local clock may be wrong. */
function lifetime({ token }: TokenBody, { headers }: HttpAnswer): number {
	const expires = Date.parse(token?.expires_at ?? '');
	const issued = Date.parse(token?.issued_at ?? headers.date ?? '');
	const known = expires - issued;
	return Number.isFinite(known) && known > 0 ? known : usualLifetime;
}

/**
 * Obtains a token for the IAM user, with one request. An error never carries a 401, which n8n would take as a reason
 * to ask IAM again with the same password.
 * @param now epoch milliseconds
 * @throws an authentication error
 */
export async function obtainToken(
	credential: HuaweiCloudCredential,
	send: Send,
	now: number,
	scope: TokenScope = 'project',
): Promise<IssuedToken> {
	const request = tokenRequest(credential, scope);
	const answer = await ask(credential, request, send);
	const token = answer.headers['x-subject-token'];
	const body = (parseJson(answer.text) ?? {}) as TokenBody;
	if (answer.status >= 300 || !token) {
		throw authenticationError(iamFailure(credential, answer));
	}
	return {
		token,
		expiresAt: now + lifetime(body, answer),
		projectId: body.token?.project?.id,
	};
}

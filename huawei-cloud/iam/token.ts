import { authenticationError, localFailure } from '../errors/authentication-error';
import { ConfigurationError } from '../configuration-error';
import type { HuaweiCloudCredential } from '../credential';
import { iamEndpoint } from '../endpoints';
import { classifyFailure } from '../errors/classify';
import type { Failure } from '../errors/failure';
import { parseJson } from '../json';
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

/** Values that must not appear in a sentence. */
export const secretsOf = ({
	secretAccessKey,
	securityToken,
	password,
	token,
}: HuaweiCloudCredential): Array<string | undefined> => [
	secretAccessKey,
	securityToken,
	password,
	token,
];

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
	const accountName = credential.accountName;
	const userName = credential.userName;
	const { password } = credential;
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

/** IAM's own answers are JSON, and say what they don't find; anything else comes from another server. */
function isFromIam({ status, text }: HttpAnswer, { code, reason }: Failure): boolean {
	if (status >= 500) return true;
	const isUnknownPath = /^APIG/.test(code) || !/project|user|account/i.test(reason);
	return /^\s*[{[]/.test(text) && !(status === 404 && isUnknownPath);
}

/** What an answer of the IAM endpoint means that is not the one hoped for. */
export function iamFailure(credential: HuaweiCloudCredential, answer: HttpAnswer): Failure {
	const { status, headers, text } = answer;
	const failure = classifyFailure({ status, headers, body: text, secrets: secretsOf(credential) });
	if (isFromIam(answer, failure)) return failure;
	return {
		...localFailure(
			'NOT_IAM',
			`${iamEndpoint(credential)} answered with status ${status}, but not as IAM does.`,
			'Open the credential and check IAM Endpoint and Region.',
		),
		httpStatus: status,
	};
}

/** What it means that nothing answered. */
function networkFailure(credential: HuaweiCloudCredential, error: unknown): Failure {
	const { code, cause, message } = error as Error & { code?: string; cause?: { code?: string } };
	const networkCode = code ?? cause?.code;
	return classifyFailure({ networkCode, message, secrets: secretsOf(credential) });
}

/** Sends a request to IAM; a request without an answer becomes an authentication error. */
export async function askIam(
	credential: HuaweiCloudCredential,
	request: HttpRequest,
	send: Send,
): Promise<HttpAnswer> {
	try {
		return await send(request);
	} catch (error) {
		throw authenticationError(networkFailure(credential, error));
	}
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
	const answer = await askIam(credential, request, send);
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

import { ConfigurationError } from '../configuration-error';
import { authenticationMethod, type HuaweiCloudCredential } from '../credential';
import {
	asAuthenticationError,
	authenticationError,
	failureOf,
} from '../errors/authentication-error';
import type { Failure } from '../errors/failure';
import { ask, iamFailure } from '../iam/ask';
import { pastedToken } from '../iam/pasted-token';
import { chooseProject, projectName, type Project } from '../iam/project';
import { projectsNotListed, visibleProjects, type Get } from '../iam/project-lookup';
import { obtainToken } from '../iam/token';
import type { HttpAnswer, HttpRequest, Send } from '../iam/transport';
import { accessKeyOf } from '../signing/access-key';
import { sign } from '../signing/signature';
import { probeImageEndpoint } from './image-endpoint-probe';

export interface CheckResult {
	status: 'OK' | 'Error';
	message: string;
}

type Prove = (request: HttpRequest) => Record<string, string>;

const withToken =
	(token: string): Prove =>
	() => ({ 'X-Auth-Token': token });

/** How each authentication proves a request; an IAM user logs in first. */
async function proofOf(credential: HuaweiCloudCredential, send: Send, now: number): Promise<Prove> {
	const method = authenticationMethod(credential);
	if (method === 'token') return withToken(pastedToken(credential));
	if (method === 'iamUser') return withToken((await obtainToken(credential, send, now)).token);
	const key = accessKeyOf(credential);
	return (request) => sign(request, key, new Date(now));
}

const minutes = (milliseconds: number): string => `${Math.round(milliseconds / 60_000)} minutes`;

/** What an answer means that refuses the credential. */
function refusal(credential: HuaweiCloudCredential, answer: HttpAnswer, now: number): Failure {
	const failure = iamFailure(credential, answer);
	const skew = failure.clockSkew ? failure.clockSkew.serverTimeMs - now : 0;
	if (Math.abs(skew) > 15 * 60_000) {
		return {
			...failure,
			reason: `The clock of the machine that runs n8n is ${minutes(Math.abs(skew))} ${skew > 0 ? 'behind' : 'ahead of'} the server's; up to 15 minutes are accepted.`,
			remedy: 'Set the clock of the machine that runs n8n (with NTP).',
		};
	}
	const isUnexplained = answer.status === 401 && failure.cause === undefined;
	if (credential.authentication === 'token' && isUnexplained) {
		return {
			...failure,
			reason: 'IAM did not accept the token: it has expired, or is not complete.',
			remedy:
				'Tokens are valid for 24 hours. Open the credential and paste a new one, or switch to "IAM User", which obtains tokens by itself.',
		};
	}
	return failure;
}

/** Gets what IAM gives with this proof. */
const getter =
	(credential: HuaweiCloudCredential, prove: Prove, send: Send, now: number): Get =>
	async (url, read) => {
		const request: HttpRequest = {
			method: 'GET',
			url,
			headers: { Accept: 'application/json' },
			allowUnauthorizedCerts: credential.allowUnauthorizedCerts === true,
		};
		const headers = { ...request.headers, ...prove(request) };
		const answer = await ask(credential, { ...request, headers }, send);
		const value = answer.status < 300 ? read(answer.text) : undefined;
		return value === undefined
			? { ok: false, failure: refusal(credential, answer, now) }
			: { ok: true, value };
	};

/** The projects that the user can see; undefined when it may not list them. */
async function projectsOf(
	credential: HuaweiCloudCredential,
	prove: Prove,
	send: Send,
	now: number,
): Promise<Project[] | undefined> {
	const projects = await visibleProjects(credential, getter(credential, prove, send, now));
	if (projects.ok) return projects.value;
	throw authenticationError(projects.failure);
}

/** @throws ConfigurationError when the credential's project is none of these */
function assertProject(credential: HuaweiCloudCredential, projects: readonly Project[]): void {
	const id = credential.projectId;
	if (!id) {
		if (credential.projectName || credential.region !== 'custom') {
			chooseProject(projects, projectName(credential));
		}
		return;
	}
	if (projects.some((project) => project.id === id)) return;
	const known = projects.map((project) => `"${project.name}" (${project.id})`).join(', ');
	throw new ConfigurationError(
		`The Project ID "${id}" is none of this user's projects${known ? `, which are ${known}` : ''}.`,
		'Open the credential and check Project ID, or leave it empty to have it looked up.',
	);
}

/** When IAM gives no token for the project: which projects there are, so that the user can choose. */
async function explainProject(
	credential: HuaweiCloudCredential,
	send: Send,
	now: number,
): Promise<void> {
	const { token } = await obtainToken(credential, send, now, 'account');
	const projects = await projectsOf(credential, withToken(token), send, now);
	if (projects) assertProject(credential, projects);
}

async function check(credential: HuaweiCloudCredential, send: Send, now: number): Promise<string> {
	const prove = await proofOf(credential, send, now).catch(async (error: unknown) => {
		if (failureOf(error)?.cause === 'unknown project') await explainProject(credential, send, now);
		throw error;
	});
	const projects = await projectsOf(credential, prove, send, now);
	if (projects) assertProject(credential, projects);
	else if (!credential.projectId && credential.authentication !== 'iamUser') {
		throw authenticationError(projectsNotListed());
	}
	await probeImageEndpoint(credential, send);
	return 'Connection successful: the authentication is right.';
}

/**
 * Tells whether a credential works, and if not, why: what n8n's Test button shows. Asks IAM for the user's projects,
 * signed or with a token, and looks whether the credential's project is among them. Never throws, and nothing secret
 * gets into the message.
 */
export async function checkCredential(
	credential: HuaweiCloudCredential,
	send: Send,
	now: number,
): Promise<CheckResult> {
	try {
		return { status: 'OK', message: await check(credential, send, now) };
	} catch (error) {
		const failure = failureOf(asAuthenticationError(error));
		if (failure) return { status: 'Error', message: `${failure.reason} ${failure.remedy}` };
		return { status: 'Error', message: 'The credential could not be checked.' };
	}
}

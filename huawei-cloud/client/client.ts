import type { IHttpRequestOptions } from 'n8n-workflow';

import { authenticationMethod, secretsOf, type HuaweiCloudCredential } from '../credential';
import { iamServer, imageEndpoint, imageServer, isPublicEndpoint } from '../endpoints';
import { failureOf } from '../errors/authentication-error';
import { classifyFailure } from '../errors/classify';
import { ConfigurationError } from '../configuration-error';
import { networkEvidence } from '../errors/evidence';
import { localFailure, type Failure, type FailureEvidence, type Result } from '../errors/failure';
import { chooseProject, projectName } from '../iam/project';
import { projectsNotListed, visibleProjects } from '../iam/project-lookup';
import { withProjectId } from '../request/wire/url';
import { acceptanceOf, type Acceptance } from './accepted-credentials';
import { Corrections, type RequestNow } from './corrections';
import { obsLink } from './obs-link';
import type { Answer, Limits, Send } from './send';

/** Paths of the tagging call (API reference, 4.1 and 4.2). */
const TAGGING_PATH = {
	'v1.0': '/v1.0/image/tagging',
	v2: '/v2/{project_id}/image/tagging',
} as const;

export interface TaggingCall<T> extends Limits {
	version: keyof typeof TAGGING_PATH;
	/** The JSON to send, asked for each time that it is sent. */
	body: () => Buffer;
	/** What the text of an answer says; undefined when it is no answer of the API. */
	read: (text: string) => T | undefined;
}

/** Where a request goes, and the server to name when no answer comes. */
interface Target extends Limits {
	server: (credential: HuaweiCloudCredential) => string;
}

const failed = (failure: Failure): { ok: false; failure: Failure } => ({ ok: false, failure });

/** What can't be right in the credential, as a failure; anything else is a bug and is thrown on. */
function explained(code: string, thrown: unknown): Failure {
	if (!(thrown instanceof ConfigurationError)) throw thrown;
	return localFailure('authentication', code, thrown.message, thrown.remedy);
}

async function orFailure<T>(
	code: string,
	work: () => Result<T> | Promise<Result<T>>,
): Promise<Result<T>> {
	try {
		return await work();
	} catch (error) {
		return failed(explained(code, error));
	}
}

/**
 * Huawei Cloud for one execution with one credential. What was learned about clock, token and project
 * holds for all its requests; failures are values.
 */
export class HuaweiCloudClient {
	private readonly corrections: Corrections;
	private readonly acceptance: Acceptance;
	private markAccepted!: () => void;
	/** Resolves when it is known that the credential is accepted. */
	readonly accepted = new Promise<void>((resolve) => (this.markAccepted = resolve));
	/** Asked for once, however many images wait for it. */
	private lookup: Promise<Result<string>> | undefined;

	constructor(
		private readonly credential: HuaweiCloudCredential,
		private readonly sendWithCredential: Send,
	) {
		this.corrections = new Corrections(credential);
		this.acceptance = acceptanceOf(credential);
		if (this.acceptance.isProven(Date.now())) this.markAccepted();
	}

	/** One attempt at tagging. */
	async tag<T>({ version, body, read, ...limits }: TaggingCall<T>): Promise<Result<T>> {
		return await orFailure('CREDENTIAL', async () => {
			const project = await this.projectId(version, limits);
			if (!project.ok) return project;
			const id = project.value;
			const path = `${imageEndpoint(this.credential)}${TAGGING_PATH[version]}`;
			const url = id ? withProjectId(path, id) : path;
			const headers = { 'Content-Type': 'application/json', ...(id ? { 'X-Project-Id': id } : {}) };
			return await this.call(() => ({ method: 'POST', url, headers, body: body() }), read, {
				...limits,
				server: imageServer,
			});
		});
	}

	/**
	 * How to make a link to an OBS object that holds from now on, by the clock of the server.
	 * @throws ConfigurationError where there can be no link
	 */
	objectLink(bucket: string, key: string): () => string {
		const linkAt = obsLink(this.credential, { bucket, key });
		return () => linkAt(this.corrections.now());
	}

	/**
	 * The project ID to put into the request, where `authenticate` can't fill it in by itself. V1.0 works without one, in
	 * the region's own project, but users of several projects have to name theirs (API reference, table 3-3).
	 */
	private async projectId(
		version: TaggingCall<unknown>['version'],
		limits: Limits,
	): Promise<Result<string | undefined>> {
		const { projectId, projectName: name } = this.credential;
		const isKnown = projectId || authenticationMethod(this.credential) === 'iamUser';
		if (isKnown || (version === 'v1.0' && !name)) return { ok: true, value: undefined };
		this.lookup ??= this.lookUpProject(limits).then((result) => {
			if (!result.ok) this.lookup = undefined;
			return result;
		});
		return await this.lookup;
	}

	private async lookUpProject(limits: Limits): Promise<Result<string>> {
		return await orFailure('PROJECT', async () => {
			const name = projectName(this.credential);
			const projects = await visibleProjects(
				this.credential,
				async (url, read) =>
					await this.call(() => ({ method: 'GET', url }), read, { ...limits, server: iamServer }),
				name,
			);
			if (!projects.ok) return projects;
			if (projects.value === undefined) return failed(projectsNotListed());
			return { ok: true, value: chooseProject(projects.value, name) };
		});
	}

	/** Sends a request, and learns from the answer whether the credential is accepted. */
	private async call<T>(
		requestNow: RequestNow,
		read: (text: string) => T | undefined,
		target: Target,
	): Promise<Result<T>> {
		const answer = await this.corrections.send(
			requestNow,
			async (request) => await this.sendOnce(request, target),
			target.signal,
		);
		if (!answer.ok) {
			if (answer.failure.stopsBatch) this.acceptance.forget();
			return answer;
		}
		this.markAccepted();
		if (this.corrections.trustsOwnClock) this.acceptance.remember(Date.now());
		const value = read(answer.value.text);
		return value === undefined ? failed(this.refusal(answer.value)) : { ok: true, value };
	}

	private async sendOnce(
		request: IHttpRequestOptions,
		{ server, ...limits }: Target,
	): Promise<Result<Answer>> {
		try {
			const answer = await this.sendWithCredential(request, limits);
			const isGood = answer.status >= 200 && answer.status < 300;
			return isGood ? { ok: true, value: answer } : failed(this.refusal(answer));
		} catch (error) {
			const evidence = { ...networkEvidence(error), server: server(this.credential) };
			return failed(failureOf(error) ?? this.failure(evidence));
		}
	}

	/** What an answer means that gives no result. */
	private refusal({ status, headers, text }: Answer): Failure {
		return this.failure({ status, headers, body: text });
	}

	private failure(evidence: FailureEvidence): Failure {
		return classifyFailure({
			...evidence,
			endpointIsPublic: isPublicEndpoint(imageEndpoint(this.credential)),
			secrets: secretsOf(this.credential),
		});
	}
}

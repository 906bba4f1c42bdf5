import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { AttemptResult } from '../../batch/attempt';
import { acceptanceOf, type Acceptance } from '../../huawei-cloud/client/accepted-credentials';
import { failureOf } from '../../huawei-cloud/errors/authentication-error';
import type { HuaweiCloudCredential } from '../../huawei-cloud/credential';
import { imageEndpoint } from '../../huawei-cloud/endpoints';
import { classifyFailure } from '../../huawei-cloud/errors/classify';
import type { FailureEvidence } from '../../huawei-cloud/errors/failure';
import { secretsOf } from '../../huawei-cloud/iam/token';
import { parseJson } from '../../huawei-cloud/json';
import {
	CLOCK_OFFSET_HEADER,
	RENEW_TOKEN_BEFORE_HEADER,
} from '../../huawei-cloud/request/private-headers';
import {
	chooseProject,
	projectLookupRequest,
	projectName,
	readProjects,
} from '../../huawei-cloud/iam/project';
import { withProjectId } from '../../huawei-cloud/request/url';
import { isPublicEndpoint } from '../../huawei-cloud/request/trusted-target';
import { readTags } from '../../tagging/answer';
import { TAGGING_PATH, type ApiVersion, type Tag } from '../../tagging/api';
import { answerEvidence, networkEvidence } from './failure-evidence';
import { limited, withCancelSignal } from './host';
import { explained, failed, type ImageFailure } from './image-failure';
import { obsLink } from './obs-link';
import { readText, type Answer } from './read-text';

export interface TaggingResult {
	tags: Tag[];
	body: Record<string, unknown>;
}

type Result<T> = AttemptResult<T, ImageFailure>;

const CREDENTIAL = 'huaweiCloudApi';

/**
 * One execution's line to Huawei Cloud: what it learned about clock, token and project holds for
 * all its requests.
 */
export class Cloud {
	private clockOffsetMs = 0;
	/** Asked for once, however many images wait for it. */
	private lookup: Promise<Result<{ id: string }>> | undefined;
	private readonly acceptance: Acceptance;
	private markLetIn!: () => void;
	/** Resolves when it is known that the credential is accepted. */
	readonly letIn = new Promise<void>((resolve) => (this.markLetIn = resolve));
	/** Renewing requests go one after the other, so that a refused token is renewed once. */
	private renewal: Promise<unknown> = Promise.resolve();
	private renewals = 0;
	private readonly sendings = new WeakMap<object, number>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly credential: HuaweiCloudCredential,
	) {
		this.acceptance = acceptanceOf(credential);
		if (this.acceptance.isProven(Date.now())) this.markLetIn();
	}

	/**
	 * One attempt at tagging: sends the body and reads the answer. Failures are values.
	 *
	 * @param bodyNow gives the body each time that it is sent, since a link in it depends on the clock
	 */
	async tag(
		version: ApiVersion,
		bodyNow: () => Buffer,
		timeout: number,
		signal: AbortSignal,
	): Promise<Result<TaggingResult>> {
		const project = await this.project(version, timeout, signal);
		if (!project.ok) return project;
		const { id } = project.value;
		let url: string;
		try {
			url = `${imageEndpoint(this.credential)}${TAGGING_PATH[version]}`;
			if (id) url = withProjectId(url, id);
		} catch (error) {
			return failed({ ...explained('CREDENTIAL', error), stopsBatch: true });
		}
		const answer = await this.call(
			() => ({
				method: 'POST',
				url,
				headers: { 'Content-Type': 'application/json', ...(id ? { 'X-Project-Id': id } : {}) },
				body: bodyNow(),
			}),
			timeout,
			signal,
		);
		if (!answer.ok) return answer;
		const json = parseJson(answer.value.text);
		const tags = readTags(json);
		if (!tags) return failed(this.failure(answerEvidence(answer.value)));
		return { ok: true, value: { tags, body: json as Record<string, unknown> } };
	}

	/**
	 * Whether no other request than the last one had this body: an earlier one may still be uploading
	 * it, although it was answered.
	 */
	wasSentOnce(body: Buffer): boolean {
		return this.sendings.get(body) === 1;
	}

	/** How to make a link to an OBS object that holds from now on, by the clock of the server. */
	obsUrl(bucket: string, key: string): Result<() => string> {
		const link = obsLink(this.credential, { bucket, key });
		if (!link.ok) return link;
		const linkAt = link.value;
		return { ok: true, value: () => linkAt(new Date(Date.now() + this.clockOffsetMs)) };
	}

	/** The project ID to put into the request, where the credential can't fill it in by itself. */
	private async project(
		version: ApiVersion,
		timeout: number,
		signal: AbortSignal,
	): Promise<Result<{ id?: string }>> {
		const { authentication, projectId } = this.credential;
		if (authentication === 'iamUser' || projectId || version === 'v1.0') {
			return { ok: true, value: {} };
		}
		this.lookup ??= this.lookUpProject(timeout, signal).then((result) => {
			if (!result.ok) this.lookup = undefined;
			return result;
		});
		return await this.lookup;
	}

	private async lookUpProject(
		timeout: number,
		signal: AbortSignal,
	): Promise<Result<{ id: string }>> {
		try {
			const request = projectLookupRequest(this.credential);
			const answer = await this.call(() => request, timeout, signal);
			if (!answer.ok) return answer;
			const projects = readProjects(answer.value.text);
			if (!projects) return failed(this.failure(answerEvidence(answer.value)));
			const id = chooseProject(projects, projectName(this.credential));
			return { ok: true, value: { id } };
		} catch (error) {
			return failed({ ...explained('PROJECT', error), stopsBatch: true });
		}
	}

	/** Sends a request, and learns from the answer whether the credential is accepted. */
	private async call(
		requestNow: () => IHttpRequestOptions,
		timeout: number,
		signal: AbortSignal,
	): Promise<Result<Answer>> {
		const result = await this.sendUntilAccepted(requestNow, timeout, signal);
		if (result.ok) {
			this.markLetIn();
			if (this.clockOffsetMs === 0) this.acceptance.remember(Date.now());
		} else if (result.failure.stopsBatch) {
			this.acceptance.forget();
		}
		return result;
	}

	/** Sends a request, once more by the server's clock or with a new token where that can help. */
	private async sendUntilAccepted(
		requestNow: () => IHttpRequestOptions,
		timeout: number,
		signal: AbortSignal,
	): Promise<Result<Answer>> {
		const sentAt = Date.now();
		const renewalsBefore = this.renewals;
		const first = await this.send(requestNow(), timeout, signal);
		if (first.ok || signal.aborted) return first;

		const { clockSkew, renewsToken } = first.failure;
		const { authentication = 'accessKey' } = this.credential;
		if (clockSkew && authentication === 'accessKey') {
			this.clockOffsetMs = clockSkew.serverTimeMs - Date.now();
			return await this.send(requestNow(), timeout, signal);
		}
		if (renewsToken && authentication === 'iamUser') {
			const resend = async () => {
				// Meanwhile another lane may have renewed the token that was refused here.
				const isRenewed = this.renewals > renewalsBefore;
				const renewing = isRenewed ? {} : { [RENEW_TOKEN_BEFORE_HEADER]: String(sentAt) };
				const request = requestNow();
				const headers = { ...request.headers, ...renewing };
				const result = await this.send({ ...request, headers }, timeout, signal);
				if (result.ok || result.failure.renewsToken) this.renewals++;
				return result;
			};
			const result = this.renewal.then(resend);
			this.renewal = result;
			return await result;
		}
		return first;
	}

	private async send(
		request: IHttpRequestOptions,
		timeout: number,
		signal: AbortSignal,
	): Promise<Result<Answer>> {
		const attempt = limited(signal, timeout);
		const { body } = request;
		if (body instanceof Buffer) this.sendings.set(body, (this.sendings.get(body) ?? 0) + 1);
		try {
			const context = withCancelSignal(this.context, attempt.signal);
			const response = await context.helpers.httpRequestWithAuthentication.call(
				context,
				CREDENTIAL,
				{
					...request,
					headers: { ...request.headers, [CLOCK_OFFSET_HEADER]: String(this.clockOffsetMs) },
					encoding: 'stream',
					timeout,
					disableFollowRedirect: true,
					ignoreHttpStatusErrors: true,
					returnFullResponse: true,
				},
			);
			const answer = await readText(response, attempt.signal);
			return answer.status >= 200 && answer.status < 300
				? { ok: true, value: answer }
				: failed(this.failure(answerEvidence(answer)));
		} catch (error) {
			const known = failureOf(error);
			if (known) return failed({ ...known, answered: known.httpStatus !== undefined });
			return failed(
				this.failure(attempt.isOverdue() ? { networkCode: 'TIMEOUT' } : networkEvidence(error)),
			);
		} finally {
			attempt.release();
		}
	}

	private failure(evidence: FailureEvidence): ImageFailure {
		const failure = classifyFailure({
			...evidence,
			endpointIsPublic: isPublicEndpoint(imageEndpoint(this.credential)),
			secrets: secretsOf(this.credential),
		});
		return { ...failure, answered: failure.httpStatus !== undefined };
	}
}

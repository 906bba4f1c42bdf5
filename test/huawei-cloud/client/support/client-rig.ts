import type { IHttpRequestOptions } from 'n8n-workflow';

import { HuaweiCloudClient, type TaggingCall } from '../../../../huawei-cloud/client/client';
import type { Answer, Limits } from '../../../../huawei-cloud/client/send';
import type { HuaweiCloudCredential } from '../../../../huawei-cloud/credential';

export const PROJECTS = { projects: [{ id: 'id-1', name: 'local-1' }] };
const TAGS = { result: { tags: [] } };

export const answer = (status: number, body: unknown = TAGS, headers = {}): Answer => ({
	status,
	headers,
	text: typeof body === 'string' ? body : JSON.stringify(body),
});
export const refused = (status: number, error_code: string, error_msg = '', headers = {}): Answer =>
	answer(status, { error_code, error_msg }, headers);

type Reply = Answer | Error;
/** What comes of a request, by what it asks for. */
export interface Replies {
	tagging?: (request: IHttpRequestOptions) => Reply | Promise<Reply>;
	projects?: (request: IHttpRequestOptions) => Reply | Promise<Reply>;
}

let keys = 0;

/** A client with a credential that no other test has, and what it sent. */
export function clientRig(replies: Replies = {}, fields: Partial<HuaweiCloudCredential> = {}) {
	const credential: HuaweiCloudCredential = {
		authentication: 'accessKey',
		accessKeyId: `KEY${++keys}`,
		secretAccessKey: 'the-secret-key',
		region: 'custom',
		endpoint: 'https://image.example.com',
		iamEndpoint: 'https://iam.example.com',
		obsEndpoint: 'https://obs.example.com',
		...fields,
	};
	const sent: IHttpRequestOptions[] = [];
	const limits: Limits[] = [];
	const send = async (request: IHttpRequestOptions, given: Limits): Promise<Answer> => {
		sent.push(request);
		limits.push(given);
		const isTagging = request.url.endsWith('/image/tagging');
		const reply = isTagging
			? ((await replies.tagging?.(request)) ?? answer(200))
			: ((await replies.projects?.(request)) ?? answer(200, PROJECTS));
		if (reply instanceof Error) throw reply;
		return reply;
	};
	const anew = () => new HuaweiCloudClient(credential, send);
	const client = anew();
	const call = (more: Partial<TaggingCall<unknown>> = {}): TaggingCall<unknown> => ({
		version: 'v1.0',
		body: () => Buffer.from('{}'),
		read: (text) => JSON.parse(text) as unknown,
		timeout: 1_000,
		signal: new AbortController().signal,
		...more,
	});
	return {
		client,
		/** Another execution with the same credential. */
		anew,
		sent,
		limits,
		paths: () => sent.map(({ url }) => new URL(url).pathname),
		tag: async (more?: Partial<TaggingCall<unknown>>) => await client.tag(call(more)),
	};
}

/** Whether a promise has resolved by now. */
export async function isResolved(promise: Promise<void>): Promise<boolean> {
	return await Promise.race([
		promise.then(() => true),
		new Promise<boolean>((resolve) => setImmediate(() => resolve(false))),
	]);
}

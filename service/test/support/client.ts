import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner';
import axios, { type AxiosResponse } from 'axios';
import { acme, projectId } from './accounts';
import { unlikeItsDescription } from './described-answers';
import type { RunningService } from './run-service';

export const v1Path = '/v1.0/image/tagging';
export const v2Path = `/v2/${projectId}/image/tagging`;

/** A committed photo as base64. */
export function photo(name = 'march-pastoral.jpg'): string {
	return readFileSync(join(__dirname, '../../../examples/photos', name)).toString('base64');
}

export interface Call {
	method?: string;
	path: string;
	/** An object is sent as JSON; text and bytes go as they are. */
	body?: unknown;
	headers?: Record<string, string>;
}

/**
 * Sends one request; every status is an answer.
 * @throws {Error} when the answer is not as the service's own description says
 */
export async function send(service: RunningService, call: Call): Promise<AxiosResponse> {
	const { path, body, headers = {}, method = body === undefined ? 'GET' : 'POST' } = call;
	const answer = await axios.request({
		method,
		url: service.url + path,
		data: typeof body === 'object' && !Buffer.isBuffer(body) ? JSON.stringify(body) : body,
		headers: { 'Content-Type': 'application/json', ...headers },
		maxBodyLength: Infinity,
		maxRedirects: 0,
		transformRequest: (data: unknown) => data,
		validateStatus: () => true,
	});
	const fault = await unlikeItsDescription(service.url, method, path, answer);
	if (fault) throw new Error(fault);
	return answer;
}

/** The body of a token request. */
export function tokenBody(
	user = acme.users[0]?.name,
	password = acme.users[0]?.password,
	account = acme.name,
	scope: object | null = { project: { name: 'test-1' } },
): Record<string, unknown> {
	return {
		auth: {
			identity: {
				methods: ['password'],
				password: { user: { name: user, password, domain: { name: account } } },
			},
			...(scope ? { scope } : {}),
		},
	};
}

/** A token of the given request, by default of acme's user for its first project. */
export async function obtainToken(
	service: RunningService,
	body: Record<string, unknown> = tokenBody(),
): Promise<string> {
	const answer = await send(service, { path: '/v3/auth/tokens?nocatalog=true', body });
	if (answer.status !== 201) throw new Error(`No token: ${answer.status} ${String(answer.data)}`);
	return String(answer.headers['x-subject-token']);
}

export interface Key {
	ak: string;
	sk: string;
}

/** Headers that the official SDK's signer makes for the call, whose body must be an object or absent. */
export function officialHeaders(
	service: RunningService,
	call: Call & { query?: Record<string, unknown> },
	key: Key = acme.accessKeys[0] as Key,
): Record<string, string> {
	const { method = call.body === undefined ? 'GET' : 'POST', path, body, query = {} } = call;
	return AKSKSigner.sign(
		{
			method,
			endpoint: service.url + path,
			headers: { 'content-type': 'application/json', ...call.headers },
			queryParams: query,
			data: body,
		} as never,
		{ getAk: () => key.ak, getSk: () => key.sk } as never,
	) as Record<string, string>;
}

/** `20260115T083000Z`, some minutes from now. */
export function sdkDate(minutesFromNow = 0): string {
	const time = new Date(Date.now() + minutesFromNow * 60_000);
	return time.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

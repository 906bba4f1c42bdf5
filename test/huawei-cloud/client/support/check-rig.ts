import { checkCredential } from '../../../../huawei-cloud/client/credential-check';
import type { HuaweiCloudCredential } from '../../../../huawei-cloud/credential';
import type { HttpAnswer, HttpRequest } from '../../../../huawei-cloud/iam/transport';

export const NOW = Date.parse('2026-05-01T10:00:00Z');
export const MINUTE = 60_000;
export const KEYS: HuaweiCloudCredential = {
	authentication: 'accessKey',
	accessKeyId: 'AK',
	secretAccessKey: 'the-secret-key',
	region: 'custom',
	endpoint: 'https://image.example.com',
	iamEndpoint: 'https://iam.example.com',
};
export const USER = {
	authentication: 'iamUser',
	accountName: 'acme',
	userName: 'jo',
	password: 'pass',
} as const;
export const PROJECTS = {
	projects: ['cn-north-4', 'local-1'].map((name, id) => ({ id: `id-${id}`, name })),
};

export const answer = (
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
): HttpAnswer => ({
	status,
	headers,
	text: typeof body === 'string' ? body : JSON.stringify(body),
});
export const unauthorized = answer(401, { error: { code: 401, message: 'Unauthorized' } });
export const forbidden = answer(403, { error_code: 'APIGW.0302', error_msg: 'not allowed' });
export const api = answer(400, { error_code: 'AIS.0501', error_msg: 'no image' });

interface Replies {
	projects?: HttpAnswer;
	tokens?: (scope: 'project' | 'account') => HttpAnswer;
	probe?: HttpAnswer | Error;
}

/** Checks a credential against an IAM and an Image Recognition that answer so. */
export async function check(fields: Partial<HuaweiCloudCredential>, replies: Replies = {}) {
	const requests: HttpRequest[] = [];
	const token = {
		token: {
			expires_at: new Date(NOW + 24 * 60 * MINUTE).toISOString(),
			issued_at: new Date(NOW).toISOString(),
		},
	};
	const send = async (request: HttpRequest): Promise<HttpAnswer> => {
		requests.push(request);
		await Promise.resolve();
		if (request.url.includes('/image/tagging')) {
			const probe = replies.probe ?? api;
			if (probe instanceof Error) throw probe;
			return probe;
		}
		if (request.method === 'GET') return replies.projects ?? answer(200, PROJECTS);
		const scope = String(request.body).includes('"scope":{"domain"') ? 'account' : 'project';
		return replies.tokens?.(scope) ?? answer(201, token, { 'x-subject-token': `MII-${scope}` });
	};
	const result = await checkCredential({ ...KEYS, ...fields }, send, NOW);
	const paths = requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
	return { ...result, requests, paths };
}

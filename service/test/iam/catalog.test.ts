import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectId, testConfig } from '../support/accounts';
import { obtainToken, send, tokenBody } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

let service: RunningService;

beforeAll(async () => {
	service = await runService(testConfig());
});

afterAll(() => service.stop());

describe('the catalog of a token', () => {
	const catalogOf = async (path: string, body: object = tokenBody()) => {
		const { status, data } = await send(service, { path, body });
		expect(status).toBe(201);
		return data.token.catalog as {
			type: string;
			endpoints: { region_id: string; interface: string; url: string }[];
		}[];
	};

	it('has the address of each service, under which requests are answered', async () => {
		const catalog = await catalogOf('/v3/auth/tokens');
		expect(catalog.map(({ type, endpoints }) => [type, endpoints[0]])).toEqual([
			[
				'identity',
				expect.objectContaining({
					region_id: 'test-1',
					interface: 'public',
					url: `${service.url}/v3`,
				}),
			],
			['image', expect.objectContaining({ url: `${service.url}/v2/${projectId}` })],
		]);
	});

	it('has no address for tagging without a project, which tagging needs', async () => {
		const catalog = await catalogOf(
			'/v3/auth/tokens',
			tokenBody(undefined, undefined, undefined, null),
		);
		expect(catalog.map(({ type }) => type)).toEqual(['identity']);
	});

	it.each(['nocatalog', 'nocatalog=true'])('is left out with ?%s', async (query) => {
		expect(await catalogOf(`/v3/auth/tokens?${query}`)).toEqual([]);
	});
});

describe('the projects of a token', () => {
	it('are the same by POST, as the reference prints it, as by GET', async () => {
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const path = '/v3/auth/projects';
		const [byGet, byPost, withBody] = await Promise.all([
			send(service, { path, headers }),
			send(service, { path, headers, method: 'POST' }),
			send(service, { path, headers, body: {} }),
		]);
		expect(byGet.data.projects).toHaveLength(2);
		expect([byPost.status, withBody.status]).toEqual([200, 200]);
		expect(byPost.data).toEqual(byGet.data);
		expect(withBody.data).toEqual(byGet.data);
	});
});

describe('a failure of IAM', () => {
	it('has the fields of the other services beside its own', async () => {
		const { status, data, headers } = await send(service, {
			path: '/v3/auth/tokens',
			body: tokenBody(undefined, 'wrong'),
		});
		expect(status).toBe(401);
		expect(data).toEqual({
			error: { code: 401, title: 'Unauthorized', message: 'The username or password is wrong.' },
			error_code: 'IAM.401',
			error_msg: 'The username or password is wrong.',
			request_id: headers['x-request-id'],
		});
	});
});

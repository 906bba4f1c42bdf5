import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { idOf } from '../../src/iam/routes/ids';
import { acme, globex, projectId, subProjectId, testConfig } from '../support/accounts';
import { obtainToken, send, tokenBody } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

let service: RunningService;

beforeAll(async () => {
	const odd = { id: 'a project/1', name: 'odd' };
	service = await runService(
		testConfig({ accounts: [{ ...acme, projects: [...acme.projects, odd] }, globex] }),
	);
});

afterAll(() => service.stop());

describe('the catalog of a token', () => {
	const catalogOf = async (path: string, body: object = tokenBody()) => {
		const { status, data } = await send(service, { path, body });
		expect(status).toBe(201);
		return data.token.catalog as {
			id: string;
			name: string;
			type: string;
			endpoints: { id: string; region_id: string; interface: string; url: string }[];
		}[];
	};

	it('has the address of each service, under which requests are answered', async () => {
		const catalog = await catalogOf('/v3/auth/tokens');
		expect(catalog.map(({ name, type, endpoints }) => [name, type, endpoints[0]])).toEqual([
			[
				'iam',
				'identity',
				expect.objectContaining({
					region_id: 'test-1',
					interface: 'public',
					url: `${service.url}/v3`,
				}),
			],
			['image', 'image', expect.objectContaining({ url: `${service.url}/v2/${projectId}` })],
		]);
	});

	it('has the same IDs every time, one for each service and endpoint', async () => {
		const catalog = await catalogOf('/v3/auth/tokens');
		expect(catalog).toEqual(await catalogOf('/v3/auth/tokens'));
		const ids = catalog.flatMap(({ id, endpoints }) => [id, endpoints[0]?.id ?? '']);
		expect(ids).toHaveLength(4);
		expect(new Set(ids).size).toBe(4);
		for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
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
		expect(byGet.data.projects).toHaveLength(3);
		expect([byPost.status, withBody.status]).toEqual([200, 200]);
		expect(byPost.data).toEqual(byGet.data);
		expect(withBody.data).toEqual(byGet.data);
	});
});

describe('the answer to a request for a token', () => {
	const domain = { id: idOf('acme'), name: 'acme' };
	const user = {
		id: idOf(JSON.stringify(['acme', 'ann'])),
		name: 'ann',
		domain,
		password_expires_at: '',
	};
	const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000Z$/);
	const always = {
		...{ methods: ['password'], issued_at: time, expires_at: time, user, catalog: [] },
		roles: [{ id: '0', name: 'te_admin' }],
	};
	const answerTo = async (body: object) => {
		const { data } = await send(service, { path: '/v3/auth/tokens?nocatalog', body });
		return data as object;
	};

	it('has all that IAM has in it, for a project', async () => {
		expect(await answerTo(tokenBody())).toEqual({
			token: { ...always, project: { id: projectId, name: 'test-1', domain } },
		});
	});

	it('names the account where the token is for no project', async () => {
		expect(await answerTo(tokenBody(undefined, undefined, undefined, null))).toEqual({
			token: { ...always, domain },
		});
	});
});

describe('a list of projects', () => {
	it.each(['/v3/projects', '/v3/auth/projects'])(
		'has all that IAM has in it, with addresses that are encoded: %s',
		async (path) => {
			const headers = { 'X-Auth-Token': await obtainToken(service) };
			const { data } = await send(service, { path: `${path}?other=1`, headers });
			const self = `${service.url}${path}`;
			const common = { domain_id: idOf('acme'), parent_id: idOf('acme'), is_domain: false };
			expect(data).toEqual({
				links: { self, previous: null, next: null },
				projects: [
					[projectId, 'test-1', projectId],
					[subProjectId, 'test-1_sub', subProjectId],
					['a project/1', 'odd', 'a%20project%2F1'],
				].map(([id, name, encoded]) => ({
					...{ id, name, ...common, enabled: true, description: '' },
					links: { self: `${self}/${encoded}` },
				})),
			});
		},
	);
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

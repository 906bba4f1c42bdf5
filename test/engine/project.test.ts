import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { accounted, faultRig, SECRETS } from '../support/fault-rig';
import { goodAnswer } from '../support/faulty-server';
import { startHuaweiServer, type Answer, type HuaweiServer } from '../support/huawei-server';

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: HuaweiServer;

beforeAll(async () => {
	rig = await faultRig(join(__dirname, '../..'));
});
afterAll(() => rig.stop());
beforeEach(async () => {
	const { secretAccessKey: sk, securityToken } = SECRETS;
	server = await startHuaweiServer({
		accessKeys: { TESTACCESSKEY: { sk, securityToken } },
		passwords: { 'acme/robot': 'right-password' },
		projects: [
			{ id: 'id-1', name: 'local-1' },
			{ id: 'id-2', name: 'local-1_team' },
		],
	});
	server.tokens.add('MIIpasted');
	play();
});
afterEach(async () => await server.close());

/** Image Tagging answers with tags; IAM as usual, or as `iam` says. */
function play(iam: (path: string) => Answer | undefined = () => undefined) {
	server.play(({ path }, usual) =>
		path.endsWith('/image/tagging') && usual.status === 200
			? { status: 200, body: goodAnswer }
			: iam(path),
	);
}

const lookups = () =>
	server.received.filter(({ path }) => path.endsWith('/projects')).map(({ url }) => url);
const tagged = () => server.received.filter(({ path }) => path.endsWith('/image/tagging'));

async function run(credential: ICredentialDataDecryptedObject, apiVersion = 'v2') {
	const result = await rig.run({
		url: server.url,
		onError: 'continueRegularOutput',
		items: 3,
		parameters: { apiVersion },
		credential,
	});
	return accounted(result);
}

const token = { authentication: 'token', token: 'MIIpasted' };
const user = {
	authentication: 'iamUser',
	accountName: 'acme',
	userName: 'robot',
	password: 'right-password',
	session: '',
};

describe('a user who may not list the projects of the account', () => {
	const refusal = { error_code: 'APIGW.0302', error_msg: 'not allowed' };
	const refuse = (...paths: string[]) =>
		play((path) => (paths.includes(path) ? { status: 403, body: refusal } : undefined));

	it.each([
		['access key', {}],
		['token', token],
	])(
		'gets on with those that it has access to, as with the Test button: %s',
		async (_, credential) => {
			refuse('/v3/projects');
			expect((await run(credential)).map(({ failed }) => failed)).toEqual([false, false, false]);
			expect(tagged()[0]?.path).toBe('/v2/id-1/image/tagging');
			expect(lookups()).toEqual(['/v3/projects?name=local-1', '/v3/auth/projects?name=local-1']);
		},
	);

	it('is asked for the Project ID when it may not list any', async () => {
		refuse('/v3/projects', '/v3/auth/projects');
		const [first, second] = await run({});
		expect(first?.json.details).toMatchObject({
			code: 'PROJECT_UNKNOWN',
			http_status: 403,
			reason: expect.stringContaining('may not list projects'),
			remedy: expect.stringContaining('fill in Project ID'),
			attempts: 1,
		});
		expect(second?.json.details).toMatchObject({ attempts: 0 });
		expect(tagged()).toEqual([]);
	});
});

describe('the project of a request', () => {
	it.each(['v2', 'v1.0'])(
		'is the one that is named, with an access key: %s',
		async (apiVersion) => {
			const out = await run({ projectName: 'local-1_team' }, apiVersion);
			expect(out.map(({ failed }) => failed)).toEqual([false, false, false]);
			expect(tagged().map(({ headers }) => headers['x-project-id'])).toEqual(Array(3).fill('id-2'));
			expect(lookups()).toEqual(['/v3/projects?name=local-1_team']);
			expect(tagged().every(({ signature }) => signature === 'right')).toBe(true);
		},
	);

	it.each(['v2', 'v1.0'])(
		'is not another when the named one does not exist: %s',
		async (version) => {
			const [first] = await run({ projectName: 'does-not-exist' }, version);
			expect(first?.json.error).toContain('no project named "does-not-exist"');
			expect(tagged()).toEqual([]);
		},
	);

	it("is the region's own for V1.0 when none is named", async () => {
		await run({ projectName: '' }, 'v1.0');
		expect(tagged().map(({ headers }) => headers['x-project-id'])).toEqual(
			Array(3).fill(undefined),
		);
		expect(lookups()).toEqual([]);
	});

	it.each(['v2', 'v1.0'])('goes along with tokens too: %s', async (apiVersion) => {
		await run({ ...token, projectName: 'local-1_team' }, apiVersion);
		await run({ ...user, projectName: 'local-1_team' }, apiVersion);
		await run({ ...token, projectId: 'id-9' }, apiVersion);
		expect(tagged().map(({ headers }) => headers['x-project-id'])).toEqual([
			...Array<string>(6).fill('id-2'),
			...Array<string>(3).fill('id-9'),
		]);
	});
});

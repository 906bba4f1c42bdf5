import { checkCredential } from '../../../huawei-cloud/client/credential-check';
import type { HuaweiCloudCredential } from '../../../huawei-cloud/credential';
import {
	answer,
	api,
	check,
	forbidden,
	KEYS,
	MINUTE,
	NOW,
	PROJECTS,
	unauthorized,
	USER,
} from './support/check-rig';

const GOOD = 'Connection successful: the authentication is right.';

describe('a credential that works', () => {
	it('says so, after a signed look at the projects and a look at the endpoint', async () => {
		const { status, message, requests, paths } = await check({ projectName: 'local-1' });
		expect([status, message]).toEqual(['OK', GOOD]);
		expect(paths).toEqual(['GET /v3/projects', 'POST /v2/project/image/tagging']);
		expect(requests[0]?.headers).toMatchObject({
			Accept: 'application/json',
			Authorization: expect.stringContaining('Access=AK,'),
			'X-Sdk-Date': '20260501T100000Z',
		});
	});

	it.each([
		['a token', { authentication: 'token', token: 'MIIpasted' } as const, 'MIIpasted'],
		['a user', { ...USER, projectName: 'local-1' } as const, 'MII-project'],
	])('by %s proves itself with it', async (_, fields, token) => {
		const { status, requests } = await check(fields);
		expect(status).toBe('OK');
		const listing = requests.find(({ method }) => method === 'GET');
		expect(listing?.headers).toEqual({ Accept: 'application/json', 'X-Auth-Token': token });
	});

	it.each([undefined, false, true])('checks certificates as it says: %p', async (allow) => {
		const { requests } = await check({ allowUnauthorizedCerts: allow });
		expect(requests.map((request) => request.allowUnauthorizedCerts)).toEqual(
			Array(2).fill(allow === true),
		);
	});
});

describe('the project of a credential', () => {
	it.each<[string, Partial<HuaweiCloudCredential>, string]>([
		['by its name', { projectName: 'nowhere' }, 'no project named "nowhere"'],
		['by its region', { region: 'cn-east-3' }, 'no project named "cn-east-3"'],
		[
			'by its ID, with those that there are',
			{ projectId: 'id-9' },
			'The Project ID "id-9" is none of this user\'s projects, which are "cn-north-4" (id-0), "local-1" (id-1). Open the credential and check Project ID, or leave it empty to have it looked up.',
		],
	])('is looked for %s', async (_, fields, message) => {
		expect(await check(fields)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(message),
		});
	});

	it('that is none of no projects is told without any', async () => {
		const { message } = await check(
			{ projectId: 'id-9' },
			{ projects: answer(200, { projects: [] }) },
		);
		expect(message).toContain("is none of this user's projects. Open");
	});

	it.each<[string, Partial<HuaweiCloudCredential>, boolean]>([
		['an access key needs its ID', { projectName: 'local-1' }, false],
		['an access key with an ID is right', { projectId: 'id-1' }, true],
		['a user is right, whose token has the project', { ...USER, projectName: 'local-1' }, true],
		['a token needs its ID', { authentication: 'token', token: 'MIIpasted' }, false],
	])('may not be listed: %s', async (_, fields, isRight) => {
		const { status, message } = await check(fields, { projects: forbidden });
		expect(status).toBe(isRight ? 'OK' : 'Error');
		expect(message).toContain(isRight ? GOOD : 'may not list projects');
	});

	it.each([
		[
			'the projects there are',
			answer(200, PROJECTS),
			'no project named "nowhere"; this user can see',
		],
		[
			'that IAM does not know it, where they may not be listed',
			forbidden,
			'IAM does not know the project',
		],
	])('that IAM has no token for is told with %s', async (_, projects, sentence) => {
		const tokens = (scope: string) =>
			scope === 'account'
				? answer(
						201,
						{ token: { expires_at: new Date(NOW + MINUTE).toISOString() } },
						{ 'x-subject-token': 'MIIaccount' },
					)
				: answer(401, { error: { code: 401, message: 'Could not find project: nowhere' } });
		const { status, message } = await check(
			{ ...USER, projectName: 'nowhere' },
			{ projects, tokens },
		);
		expect([status, message]).toEqual(['Error', expect.stringContaining(sentence)]);
	});
});

describe('a credential that is refused', () => {
	const expired = (offMs: number) =>
		answer(
			401,
			{ error_code: 'APIG.0301', error_msg: 'signature expired' },
			{ date: new Date(NOW + offMs).toUTCString() },
		);

	it.each([
		[16 * MINUTE, '16 minutes behind'],
		[-40 * MINUTE, '40 minutes ahead of'],
	])('for the clock, %i ms off, says by how much', async (offMs, off) => {
		expect(await check({}, { projects: expired(offMs) })).toMatchObject({
			status: 'Error',
			message: `The clock of the machine that runs n8n is ${off} the server's; up to 15 minutes are accepted. Set the clock of the machine that runs n8n (with NTP).`,
		});
	});

	it.each([15 * MINUTE, -15 * MINUTE, 0])(
		'says nothing of minutes that are accepted: %i ms',
		async (offMs) => {
			const { message } = await check({}, { projects: expired(offMs) });
			expect(message).not.toContain('up to 15 minutes are accepted');
		},
	);

	it.each<[string, Partial<HuaweiCloudCredential>, string, boolean]>([
		[
			'a token',
			{ authentication: 'token', token: 'MIIpasted' },
			'IAM did not accept the token: it has expired',
			true,
		],
		['an access key', {}, 'The service did not accept the authentication', false],
	])('without a reason is told of %s', async (_, fields, sentence, is24Hours) => {
		const { message } = await check(fields, { projects: unauthorized });
		expect(message).toContain(sentence);
		expect(message.includes('valid for 24 hours')).toBe(is24Hours);
	});

	it.each([300, 302, 404])('or moved is wrong, whatever comes with status %i', async (status) => {
		expect(await check({}, { projects: answer(status, PROJECTS) })).toMatchObject({
			status: 'Error',
		});
	});

	it('for what nobody thought of says that it could not be checked', async () => {
		const broken = { ...answer(200, ''), text: undefined as unknown as string };
		expect(await check({}, { probe: broken, projects: answer(200, PROJECTS) })).toMatchObject({
			status: 'Error',
		});
		const noUrl = await checkCredential(
			new Proxy(KEYS, {
				get() {
					throw new TypeError('a bug');
				},
			}),
			async () => await Promise.resolve(api),
			NOW,
		);
		expect(noUrl).toEqual({ status: 'Error', message: 'The credential could not be checked.' });
	});
});

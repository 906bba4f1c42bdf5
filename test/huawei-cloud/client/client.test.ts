import { afterEach, describe, expect, it, jest } from '@jest/globals';

import { authenticationError } from '../../../huawei-cloud/errors/authentication-error';
import { localFailure } from '../../../huawei-cloud/errors/failure';
import { answer, clientRig, PROJECTS, refused } from './support/client-rig';

const lost = () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

describe('a tagging call', () => {
	it('of v1.0 posts the JSON to the endpoint, and gives what the answer says', async () => {
		const { tag, sent, limits } = clientRig({ tagging: () => answer(200, { result: 1 }) });
		const { signal } = new AbortController();
		const body = Buffer.from('{"image":""}');
		expect(await tag({ body: () => body, timeout: 5, signal })).toEqual({
			ok: true,
			value: { result: 1 },
		});
		expect(sent).toHaveLength(1);
		expect(sent[0]).toMatchObject({
			method: 'POST',
			url: 'https://image.example.com/v1.0/image/tagging',
			headers: { 'Content-Type': 'application/json' },
			body,
		});
		expect(sent[0]?.headers).not.toHaveProperty('X-Project-Id');
		expect(limits[0]).toMatchObject({ timeout: 5, signal });
	});

	it.each([
		['v2', '/v2/id-1/image/tagging'],
		['v1.0', '/v1.0/image/tagging'],
	] as const)('of %s names the project that was looked up', async (version, path) => {
		const { tag, sent, paths } = clientRig({}, { projectName: 'local-1' });
		expect(await tag({ version })).toMatchObject({ ok: true });
		expect(paths()).toEqual(['/v3/projects', path]);
		expect(sent[0]).toMatchObject({
			method: 'GET',
			url: 'https://iam.example.com/v3/projects?name=local-1',
		});
		expect(sent[1]?.headers).toMatchObject({ 'X-Project-Id': 'id-1' });
	});

	it.each([
		['has a project ID', 'v2', { projectId: 'id-9' }],
		['has a project ID and a project name', 'v1.0', { projectId: 'id-9', projectName: 'local-1' }],
		['is an IAM user’s, whose token has a project', 'v2', { authentication: 'iamUser' }],
		['names no project, with v1.0', 'v1.0', {}],
	] as const)('looks no project up where the credential %s', async (_, version, fields) => {
		const { tag, sent } = clientRig({}, fields);
		expect(await tag({ version })).toMatchObject({ ok: true });
		expect(sent).toHaveLength(1);
		expect(sent[0]?.headers).not.toHaveProperty('X-Project-Id');
		if (version === 'v2') expect(sent[0]?.url).toContain('/v2/{project_id}/image');
	});

	it('looks the project of the region up with v2', async () => {
		const projects = { projects: [{ id: 'id-4', name: 'cn-north-4' }] };
		const { tag, sent } = clientRig(
			{ projects: () => answer(200, projects) },
			{ region: 'cn-north-4' },
		);
		expect(await tag({ version: 'v2' })).toMatchObject({ ok: true });
		expect(sent[1]?.url).toContain('/v2/id-4/');
	});
});

describe('the look-up of a project', () => {
	const fields = { projectName: 'local-1' };

	it('is made once for all images', async () => {
		const { tag, paths } = clientRig({}, fields);
		await Promise.all([tag(), tag()]);
		await tag();
		expect(paths().filter((path) => path === '/v3/projects')).toHaveLength(1);
		expect(paths()).toHaveLength(4);
	});

	it('is made again for the next image where it failed', async () => {
		let asked = 0;
		const projects = () => (asked++ === 0 ? answer(503, '') : answer(200, PROJECTS));
		const { tag } = clientRig({ projects }, fields);
		expect(await tag()).toMatchObject({ ok: false, failure: { code: 'HTTP.503' } });
		expect(await tag()).toMatchObject({ ok: true });
		expect(await tag()).toMatchObject({ ok: true });
		expect(asked).toBe(2);
	});

	it('fails for all images where there is no such project', async () => {
		const projects = () => answer(200, { projects: [] });
		const { tag, sent } = clientRig({ projects }, fields);
		expect(await tag()).toMatchObject({
			ok: false,
			failure: {
				code: 'PROJECT',
				reason: expect.stringContaining('no project named "local-1"'),
				remedy: expect.stringContaining('Project Name'),
				stopsBatch: true,
			},
		});
		expect(sent).toHaveLength(1);
	});

	it('says where the user may list none', async () => {
		const projects = () => refused(403, 'APIGW.0302', 'not allowed');
		const { tag, paths } = clientRig({ projects }, fields);
		expect(await tag()).toMatchObject({ ok: false, failure: { code: 'PROJECT_UNKNOWN' } });
		expect(paths()).toEqual(['/v3/projects', '/v3/auth/projects']);
	});

	it('names IAM’s server when no answer comes, and the node’s limits hold for it', async () => {
		const { signal } = new AbortController();
		const { tag, limits } = clientRig({ projects: lost }, fields);
		expect(await tag({ timeout: 7, signal })).toMatchObject({
			ok: false,
			failure: {
				code: 'ECONNREFUSED',
				reason: expect.stringContaining('the IAM Endpoint of the credential, iam.example.com:443'),
			},
		});
		expect(limits[0]).toMatchObject({ timeout: 7, signal });
	});
});

describe('what comes of a request', () => {
	it.each([
		[199, false],
		[200, true],
		[299, true],
		[300, false],
		[404, false],
	])('is a result with status %i: %s', async (status, ok) => {
		const { tag } = clientRig({ tagging: () => answer(status) });
		expect((await tag()).ok).toBe(ok);
	});

	it('is a failure with status, code and request ID where the service refuses it', async () => {
		const tagging = () => refused(400, 'AIS.0502', 'what a format', { 'x-request-id': 'r-1' });
		const { tag } = clientRig({ tagging });
		expect(await tag()).toMatchObject({
			ok: false,
			failure: { code: 'AIS.0502', httpStatus: 400, requestId: 'r-1' },
		});
	});

	it('is a failure where the answer is none of the API', async () => {
		const { tag } = clientRig({ tagging: () => answer(200, '<html>') });
		expect(await tag({ read: () => undefined })).toMatchObject({
			ok: false,
			failure: { code: 'HTML_ANSWER', httpStatus: 200 },
		});
	});

	it('is a failure that names the server where there is no answer', async () => {
		const { tag } = clientRig({ tagging: lost });
		expect(await tag()).toMatchObject({
			ok: false,
			failure: {
				code: 'ECONNREFUSED',
				retry: 'transient',
				reason: expect.stringContaining(
					'the Image Recognition Endpoint of the credential, image.example.com:443',
				),
			},
		});
	});

	it('is the failure that the credential found, as it found it', async () => {
		const failure = localFailure('authentication', 'NO_SESSION', 'No session.', 'Get one.');
		const { tag } = clientRig({ tagging: () => authenticationError(failure) });
		expect(await tag()).toEqual({ ok: false, failure });
	});

	it.each([
		[{ endpoint: '', region: 'cn-north-4' }, 'Huawei Cloud support'],
		[{}, 'whoever runs the service'],
	])('tells who can help: %j', async (fields, who) => {
		const { tag } = clientRig({ tagging: () => refused(500, 'AIS.0506') }, fields);
		expect(await tag()).toMatchObject({ failure: { remedy: expect.stringContaining(who) } });
	});

	it('shows no secret of the credential', async () => {
		const { tag } = clientRig({ tagging: () => refused(400, 'AIS.0501', 'key the-secret-key') });
		const result = await tag();
		expect(result).toMatchObject({ failure: { serviceMessage: 'key ***' } });
	});

	it('says what is wrong with the credential before anything is sent', async () => {
		const { tag, sent } = clientRig({}, { endpoint: 'ftp://image.example.com' });
		expect(await tag()).toMatchObject({
			ok: false,
			failure: {
				code: 'CREDENTIAL',
				reason: expect.stringContaining('neither https nor http'),
				remedy: expect.stringContaining('Image Recognition Endpoint'),
				retry: 'never',
				stopsBatch: true,
			},
		});
		expect(sent).toEqual([]);
	});

	it('is a bug, and thrown, where anything else goes wrong', async () => {
		const { tag } = clientRig();
		const read = () => {
			throw new TypeError('a bug');
		};
		await expect(tag({ read })).rejects.toThrow(new TypeError('a bug'));
	});
});

describe('a link to an OBS object', () => {
	afterEach(() => void jest.restoreAllMocks());

	it('holds for 15 minutes by the server’s clock', async () => {
		const hour = 3_600_000;
		const start = Date.parse('2026-05-01T10:00:00Z');
		jest.spyOn(Date, 'now').mockImplementation(() => start);
		let replies = 0;
		const headers = { date: new Date(start + hour).toUTCString() };
		const tagging = () =>
			replies++ === 0 ? refused(401, 'APIG.0301', 'signature expired', headers) : answer(200);
		const { client, tag } = clientRig({ tagging });
		const linkNow = client.objectLink('bucket', 'a b.jpg');
		const expires = () => Number(new URL(linkNow()).searchParams.get('Expires')) * 1_000;
		expect(linkNow()).toContain('https://bucket.obs.example.com/a%20b.jpg?');
		expect(expires()).toBe(start + hour / 4);
		await tag();
		expect(expires()).toBe(start + hour + hour / 4);
	});
});

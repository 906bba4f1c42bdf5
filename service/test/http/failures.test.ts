import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foreignProjectId, projectId, subProjectId, testConfig } from '../support/accounts';
import { failureBody } from '../support/answer-schema';
import { obtainToken, photo, send, tokenBody, v1Path, v2Path, type Call } from '../support/client';
import { bmp, gif, png, pngHeader } from '../support/pictures';
import { runService, type RunningService } from '../support/run-service';

let service: RunningService;
let token: string;
let unscoped: string;

beforeAll(async () => {
	service = await runService(testConfig());
	token = await obtainToken(service);
	unscoped = await obtainToken(service, tokenBody('ann', 'ann-password-1', 'acme', null));
});

afterAll(() => service.stop());

async function expectFailure(call: Call, status: number, code: string, message: RegExp) {
	const answer = await send(service, call);
	expect({ status: answer.status, ...answer.data }).toMatchObject({ status, error_code: code });
	const body = failureBody.parse(answer.data);
	expect(body.error_msg).toMatch(message);
	expect(answer.headers['x-request-id']).toBe(body.request_id);
	expect(Date.parse(String(answer.headers.date))).not.toBeNaN();
	expect(answer.headers['content-type']).toMatch(/^application\/json/);
}

const base64 = (bytes: Buffer) => bytes.toString('base64');
const image = base64(png(32, 32));

/** [what, body, status, code, message] of requests with a good token. */
const bodies: [string, unknown, number, string, RegExp][] = [
	['no body at all', '', 400, 'AIS.0014', /JSON/],
	['text that is not JSON', '{"image":', 400, 'AIS.0014', /JSON/],
	['bytes that are not UTF-8 JSON', Buffer.from([0xff, 0xfe, 0x7b]), 400, 'AIS.0014', /JSON/],
	['a JSON array', '[]', 400, 'AIS.0014', /JSON object/],
	['JSON null', 'null', 400, 'AIS.0014', /JSON object/],
	['an unknown field', { image, colour: 1 }, 400, 'AIS.0012', /Leave out colour/],
	[
		'__proto__ as a field',
		'{"url":"http://a.example/","__proto__":{"x":1}}',
		400,
		'AIS.0012',
		/__proto__/,
	],
	['neither image nor url', {}, 400, 'AIS.0501', /image.*url/],
	['empty image and empty url', { image: '', url: '' }, 400, 'AIS.0501', /image.*url/],
	['both image and url', { image, url: 'http://a.example/' }, 400, 'AIS.0501', /not both/],
	['an image that is a number', { image: 1 }, 400, 'AIS.0501', /image must be/],
	['an url that is null', { url: null }, 400, 'AIS.0501', /its address in url/],
	['an url that is a list', { url: [] }, 400, 'AIS.0501', /url must be/],
	['an unknown language', { image, language: 'fr' }, 400, 'AIS.0501', /language/],
	['a language in capitals', { image, language: 'EN' }, 400, 'AIS.0501', /language/],
	['a limit of 0', { image, limit: 0 }, 400, 'AIS.0501', /limit/],
	['a limit of 1.5', { image, limit: 1.5 }, 400, 'AIS.0501', /limit/],
	['a limit as text', { image, limit: '5' }, 400, 'AIS.0501', /limit/],
	['a threshold as text', { image, threshold: '60' }, 400, 'AIS.0501', /threshold/],
	['a GIF', { image: base64(gif) }, 400, 'AIS.0502', /format/],
	[
		'text bytes as an image',
		{ image: base64(Buffer.from('hello, this is no image')) },
		400,
		'AIS.0502',
		/format/,
	],
	['text that is not base64', { image: 'not base64!' }, 400, 'AIS.0503', /base64/],
	['base64 with one digit too many', { image: 'QUJDR' }, 400, 'AIS.0503', /base64/],
	['a data URL', { image: `data:image/png;base64,${image}` }, 400, 'AIS.0503', /base64/],
	[
		'a PNG that breaks off',
		{ image: base64(png(64, 64).subarray(0, 60)) },
		400,
		'AIS.0503',
		/damaged/,
	],
	['a picture of 15 pixels', { image: base64(png(15, 100)) }, 400, 'AIS.0504', /size/],
	['a picture of 4097 pixels', { image: base64(png(4097, 20)) }, 400, 'AIS.0504', /size/],
	['a BMP of 10 pixels', { image: base64(bmp(10, 10)) }, 400, 'AIS.0504', /size/],
	[
		'a PNG that claims 30000 × 30000',
		{ image: base64(pngHeader(30_000, 30_000)) },
		400,
		'AIS.0504',
		/size/,
	],
	['base64 text over 10 MB', { image: 'A'.repeat(10 * 1024 * 1024 + 4) }, 400, 'AIS.0504', /10 MB/],
	['an ftp URL', { url: 'ftp://a.example/x.png' }, 400, 'ModelArts.4601', /http/],
	['text that is no URL', { url: 'photo.jpg' }, 400, 'ModelArts.4601', /http/],
	['a loopback URL', { url: 'http://127.0.0.1/x.png' }, 400, 'ModelArts.4603', /public internet/],
	['a body over 12 MB', Buffer.alloc(12 * 1024 * 1024 + 1, 32), 413, 'APIG.0201', /12 MB/],
];

describe.each([
	['v1.0', v1Path],
	['v2', v2Path],
])('%s answers with the code of the table to', (_version, path) => {
	it.each(bodies)('%s', async (_what, body, status, code, message) => {
		await expectFailure(
			{ path, method: 'POST', body, headers: { 'X-Auth-Token': token } },
			status,
			code,
			message,
		);
	});

	it('a missing token', () =>
		expectFailure({ path, body: { image } }, 401, 'ModelArts.4101', /token/));

	it('an empty token', () =>
		expectFailure(
			{ path, body: { image }, headers: { 'X-Auth-Token': '' } },
			401,
			'ModelArts.4101',
			/token/,
		));

	it('another kind of Authorization', () =>
		expectFailure(
			{ path, body: { image }, headers: { Authorization: 'Bearer abc' } },
			401,
			'ModelArts.4101',
			/token/,
		));

	it('a token that is not ours', () =>
		expectFailure(
			{ path, body: { image }, headers: { 'X-Auth-Token': 'MIINRwYJKoZIhvcNAQcCoIINODCC' } },
			401,
			'APIG.0301',
			/decrypt token fail/,
		));

	it('a token without a project scope', () =>
		expectFailure(
			{ path, body: { image }, headers: { 'X-Auth-Token': unscoped } },
			403,
			'ModelArts.4203',
			/No access permission/,
		));
});

describe('projects', () => {
	it.each([foreignProjectId, subProjectId, 'nobody', 'x'.repeat(256)])(
		'refuses a token of another project for %s',
		(id) =>
			expectFailure(
				{ path: `/v2/${id}/image/tagging`, body: {}, headers: { 'X-Auth-Token': token } },
				403,
				'ModelArts.4203',
				/permission/,
			),
	);

	it("refuses another account's project in X-Project-Id", () =>
		expectFailure(
			{
				path: v1Path,
				body: { image },
				headers: { 'X-Auth-Token': token, 'X-Project-Id': foreignProjectId },
			},
			403,
			'ModelArts.4203',
			/permission/,
		));

	it("takes the token's own project in X-Project-Id", async () => {
		const headers = { 'X-Auth-Token': token, 'X-Project-Id': projectId };
		const answer = await send(service, { path: v1Path, body: { image: photo() }, headers });
		expect(answer.status).toBe(200);
	});
});

describe('paths and methods that do not exist', () => {
	it.each([
		['GET', v1Path],
		['GET', v2Path],
		['PUT', v1Path],
		['DELETE', v2Path],
		['POST', '/v1/image/tagging'],
		['POST', '/v2/image/tagging'],
		['POST', '/v3/projects'],
		['GET', '/v3/auth/tokens'],
		['POST', '/healthz'],
		['GET', '/favicon.ico'],
		['GET', '/%'],
		['GET', '/..%2f..%2fetc/passwd'],
		['GET', '/page/../../package.json'],
		['PATCH', '/'],
	])('%s %s is 404', (method, path) =>
		expectFailure({ method, path }, 404, 'APIG.0101', /does not exist/),
	);
});

it('logs no secret and no image', () => {
	const log = service.stderr();
	expect(log).toContain('"msg":"answered"');
	expect(log).not.toContain(token);
	expect(log).not.toContain(image.slice(0, 40));
	expect(log).not.toContain('ann-password-1');
});

import type { HuaweiCloudCredential } from '../../../huawei-cloud/credential';
import { answer, check } from './support/check-rig';

describe('the endpoint of Image Recognition', () => {
	it('is asked as the API is, without a proof', async () => {
		const { requests } = await check({ projectId: 'id-1' });
		expect(requests[1]).toEqual({
			method: 'POST',
			url: 'https://image.example.com/v2/id-1/image/tagging',
			headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
			body: Buffer.from('{}'),
			allowUnauthorizedCerts: false,
		});
	});

	it.each<[string, Partial<HuaweiCloudCredential>]>([
		['it comes from the region', { endpoint: '', region: 'cn-north-4' }],
		['it is also that of IAM, which has answered', { endpoint: 'https://iam.example.com/' }],
	])('is not asked where %s', async (_, fields) => {
		const { status, paths } = await check(fields);
		expect([status, paths]).toEqual(['OK', ['GET /v3/projects']]);
	});

	it.each([
		['any status that is not 404', answer(503, ' {"a":1}'), true],
		['a 404', answer(404, { error_code: 'APIG.0101' }), false],
		['a page', answer(400, '<html>'), false],
		['a text with JSON in it', answer(400, 'see {}'), false],
	])('is right or wrong with %s', async (_, probe, isRight) => {
		const { status, message } = await check({}, { probe });
		expect(status).toBe(isRight ? 'OK' : 'Error');
		if (isRight) return;
		expect(message).toBe(
			`The authentication is right, but https://image.example.com answered with status ${probe.status}, and not as Image Recognition does. Open the credential and check Image Recognition Endpoint: it has no API path such as /v2.`,
		);
	});

	it('that does not answer is named', async () => {
		const probe = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
		const { message } = await check({}, { probe });
		expect(message).toContain(
			'the Image Recognition Endpoint of the credential, image.example.com:443',
		);
	});
});

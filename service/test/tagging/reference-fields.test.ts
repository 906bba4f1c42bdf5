import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { obtainToken, photo, send, v1Path, v2Path } from '../support/client';
import { runService, type RunningService } from '../support/run-service';

let service: RunningService;
let token: string;
const image = photo('march-pastoral.jpg');

beforeAll(async () => {
	service = await runService(testConfig());
	token = await obtainToken(service);
});

afterAll(() => service.stop());

const ask = (path: string, body: object) =>
	send(service, { path, body, headers: { 'X-Auth-Token': token } });

describe.each([
	['v1.0', v1Path],
	['v2', v2Path],
])('%s', (_version, path) => {
	it.each(['url', 'language', 'limit', 'threshold'])(
		'takes null for %s as absent',
		async (field) => {
			const plain = await ask(path, { image });
			const answer = await ask(path, { image, [field]: null });
			expect(answer.status).toBe(200);
			expect(answer.data).toEqual(plain.data);
		},
	);

	it('takes null for image as absent', async () => {
		const { status, data } = await ask(path, { image: null });
		expect({ status, code: data.error_code }).toEqual({ status: 400, code: 'AIS.0501' });
		expect(data.error_msg).toContain('Send the image as base64 text in image');
	});

	it.each([
		['limit', 0, 'limit must be a whole number of at least 1.'],
		['limit', -1, 'limit must be a whole number of at least 1.'],
		['limit', 1.5, 'limit must be a whole number of at least 1.'],
		['limit', '5', 'limit must be a whole number of at least 1.'],
		['threshold', '60', 'threshold must be a number.'],
	])('refuses %s %p, for which the reference has no meaning', async (field, value, sentence) => {
		const { status, data } = await ask(path, { image, [field]: value });
		expect({ status, code: data.error_code }).toEqual({ status: 400, code: 'AIS.0501' });
		expect(data.error_msg).toContain(sentence);
	});
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { obtainToken, send, v2Path } from '../support/client';
import { gif } from '../support/pictures';
import { runService, type RunningService } from '../support/run-service';

describe('what comes instead of an image that is accepted', () => {
	let service: RunningService;

	beforeAll(async () => {
		service = await runService(testConfig());
	});

	afterAll(() => service.stop());

	it('is named by the service', async () => {
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const body = { image: gif.toString('base64') };
		const { data } = await send(service, { path: v2Path, body, headers });
		expect(data).toMatchObject({
			error_code: 'AIS.0502',
			error_msg:
				'The image format is not supported. It is a GIF image: save it as JPG, PNG, BMP or WEBP.',
		});
	});
});

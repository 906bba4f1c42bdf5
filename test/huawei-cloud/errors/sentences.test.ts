import { describe, expect, it } from '@jest/globals';

import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import { coded } from './answers';

describe("the service's own words", () => {
	it.each([
		['AIS.0504', 'The image has 5000 pixels.'],
		['AIS.0502', 'Animated pictures cannot be recognised.'],
		['APIG.0308', 'policy user over ratelimit,limit:20,time:1 minute'],
		['ModelArts.4603', 'The web site wants a password.'],
		['AIS.0505', '推理失败'],
	])('are quoted where they say more: %s %s', (code, text) => {
		const { reason, serviceMessage, isQuoted } = coded(400, code, text);
		expect(reason).toContain(`The service said: "${text}"`);
		expect([serviceMessage, isQuoted]).toEqual([text, true]);
	});

	it.each([
		['AIS.0504', 'The image size is outside the limits.'],
		['AIS.0503', 'Image damaged'],
		['AIS.0506', ''],
	])('are not quoted where they say the same: %s %s', (code, text) => {
		const { reason, serviceMessage = '', isQuoted } = coded(400, code, text);
		expect(reason).not.toContain('The service said');
		expect([serviceMessage, isQuoted]).toEqual([text, undefined]);
	});
});

describe('who can help', () => {
	it.each([
		[true, 'Huawei Cloud support'],
		[false, 'whoever runs the service'],
		[undefined, 'whoever runs the service'],
	])('by whether the service is the public one: %p', (endpointIsPublic, operator) => {
		for (const code of ['AIS.0506', 'AIS.9999', 'ModelArts.4107']) {
			expect(coded(500, code, '', { endpointIsPublic }).remedy).toContain(
				`contact ${operator} with the request ID`,
			);
		}
		expect(coded(429, 'APIG.0308', '', { endpointIsPublic }).remedy).toContain(
			`ask ${operator} for a higher quota`,
		);
	});

	it('is told for every code that is in no table', () => {
		for (const status of [400, 401, 403, 404, 429, 500]) {
			expect(coded(status, 'AIS.9999').remedy).toContain('with the request ID');
		}
	});
});

describe('a request without an answer', () => {
	it('names the server', () => {
		const server = 'the IAM Endpoint of the credential, iam.example.com:443';
		const { reason } = classifyFailure({ networkCode: 'ENOTFOUND', server });
		expect(reason).toBe(`The name of the server is unknown to DNS (${server}).`);
	});

	it('does not name it where there was an answer', () => {
		expect(classifyFailure({ status: 500, server: 'x' }).reason).not.toContain('(x)');
	});
});

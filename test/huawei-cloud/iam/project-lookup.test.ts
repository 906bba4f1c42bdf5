import { describe, expect, it } from '@jest/globals';

import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import type { Result } from '../../../huawei-cloud/errors/failure';
import { projectsNotListed, visibleProjects } from '../../../huawei-cloud/iam/project-lookup';

const credential = { region: 'cn-north-4', projectName: 'a&b c' };
const IAM = 'https://iam.cn-north-4.myhuaweicloud.com';
const list = '{"projects":[{"id":"1","name":"a&b c"}]}';

/** What each address answers: a text, or a status that refuses. */
async function lookUp(answers: Record<string, string | { status: number; text: string }>) {
	const asked: string[] = [];
	const get = async <T>(url: string, read: (text: string) => T | undefined): Promise<Result<T>> => {
		asked.push(url);
		const answer = answers[new URL(url).pathname];
		if (typeof answer === 'string') return { ok: true, value: read(answer) as T };
		const { status, text } = answer as { status: number; text: string };
		return { ok: false, failure: classifyFailure({ status, body: text }) };
	};
	const result = await visibleProjects(credential, get, 'a&b c');
	return { result, asked };
}

const refused = {
	status: 403,
	text: '{"error_code":"APIGW.0302","error_msg":"not allowed"}',
};

describe('the look-up of projects', () => {
	it('asks IAM for the name, encoded', async () => {
		const { result, asked } = await lookUp({ '/v3/projects': list });
		expect(asked).toEqual([`${IAM}/v3/projects?name=a%26b%20c`]);
		expect(result).toEqual({ ok: true, value: [{ id: '1', name: 'a&b c' }] });
	});

	it("asks what the user has access to when it may not list the account's projects", async () => {
		const { result, asked } = await lookUp({ '/v3/projects': refused, '/v3/auth/projects': list });
		expect(asked.map((url) => new URL(url).pathname)).toEqual([
			'/v3/projects',
			'/v3/auth/projects',
		]);
		expect(result).toMatchObject({ ok: true, value: [{ id: '1' }] });
	});

	it('tells a user who may list nothing what to fill in, and ends the execution', () => {
		expect(projectsNotListed()).toMatchObject({
			code: 'PROJECT_UNKNOWN',
			httpStatus: 403,
			stopsBatch: true,
			remedy: expect.stringContaining('fill in Project ID'),
		});
	});

	it('has no list when the user may list nothing', async () => {
		const { result } = await lookUp({ '/v3/projects': refused, '/v3/auth/projects': refused });
		expect(result).toEqual({ ok: true, value: undefined });
	});

	it.each([
		[401, '{"error_code":"APIG.0301","error_msg":"verify aksk signature fail"}'],
		[403, '{"error_code":"APIG.0301","error_msg":"AK access failed to reach the limit,forbidden"}'],
		[403, '{"error":{"code":403,"message":"The user is locked."}}'],
		[500, ''],
	])('does not ask again after %i %s', async (status, text) => {
		const { result, asked } = await lookUp({ '/v3/projects': { status, text } });
		expect(result).toMatchObject({ ok: false, failure: { httpStatus: status } });
		expect(asked).toHaveLength(1);
	});
});

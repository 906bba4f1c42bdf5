import { expect } from '@jest/globals';
import { z } from 'zod';
import { answerV1, answerV2, failureBody } from '../../support/answer-schema';

/** IAM's own form of a failure, and beside it that of the other services. */
const iamFailure = z.strictObject({
	error: z.strictObject({
		code: z.number().int(),
		message: z.string().min(1),
		title: z.string().min(1),
	}),
	error_code: z.string().regex(/^IAM\.\d{3}$/),
	error_msg: z.string().min(1),
	request_id: z.string().min(1),
});

export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	body: string;
}

const answers: [path: RegExp, schema: z.ZodType][] = [
	[/^\/v1\.0\/image\/tagging\/?$/, answerV1],
	[/^\/v2\/[^/]+\/image\/tagging\/?$/, answerV2],
	[/^\/v3\/auth\/tokens\/?$/, z.object({ token: z.object({ expires_at: z.string() }) })],
	[/^\/v3\/(auth\/)?projects\/?$/, z.object({ projects: z.array(z.object({ id: z.string() })) })],
];

/** A success as its route promises it, or a failure in the API's form; never a fault of the service. */
export function expectSound(method: string, url: string, answer: Answer): void {
	const [path = ''] = url.split('?');
	const { status, headers, body } = answer;
	expect(status).toBeLessThan(500);
	if (method === 'HEAD') return;
	if (status >= 400) {
		const failure = z.union([failureBody, iamFailure]).parse(JSON.parse(body));
		const onlyIam = 'error' in failure;
		if (onlyIam) expect(path).toMatch(/^\/v3\/auth\/tokens\/?$/);
		expect(headers['x-request-id']).toBe(failure.request_id);
		return;
	}
	const schema = answers.find(([pattern]) => pattern.test(path))?.[1];
	if (schema && status !== 304) schema.parse(JSON.parse(body));
}

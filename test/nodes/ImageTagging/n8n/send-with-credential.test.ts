import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';

import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { authenticationError } from '../../../../huawei-cloud/errors/authentication-error';
import { localFailure } from '../../../../huawei-cloud/errors/failure';
import { sendWithCredential } from '../../../../nodes/ImageTagging/n8n/send-with-credential';

type Context = IExecuteFunctions;
type Helper = (this: Context, credential: string, options: object) => Promise<object>;

const request: IHttpRequestOptions = { method: 'POST', url: 'https://image.example.com/a' };
const answer = (body: Readable, statusCode = 200) => ({ statusCode, headers: { a: 'b' }, body });

const send = async (
	helper: Helper,
	{ timeout = 1_000, signal = new AbortController().signal } = {},
) => {
	const context = {
		helpers: { httpRequestWithAuthentication: helper },
		getExecutionCancelSignal: () => undefined,
		getNode: () => 'the node',
	} as unknown as Context;
	return await sendWithCredential(context)(request, { timeout, signal });
};

/** A helper that ends as n8n's does, when the context's signal aborts. */
const untilAborted = (thrown: unknown): Helper =>
	async function (this: Context) {
		const signal = this.getExecutionCancelSignal();
		return await new Promise((_, reject) => {
			signal?.addEventListener('abort', () => reject(thrown as Error));
		});
	};

describe('a request with the credential', () => {
	it("goes over n8n's helper as it is, and comes back as it came", async () => {
		const calls: unknown[] = [];
		const sent = await send(async function (credential, options) {
			calls.push([credential, options, this.getNode()]);
			return await Promise.resolve(answer(Readable.from(['{"a":', '1}']), 503));
		});
		expect(sent).toEqual({ status: 503, headers: { a: 'b' }, text: '{"a":1}' });
		expect(calls).toEqual([
			[
				'huaweiCloudApi',
				{
					...request,
					timeout: 1_000,
					encoding: 'stream',
					disableFollowRedirect: true,
					ignoreHttpStatusErrors: true,
					returnFullResponse: true,
				},
				'the node',
			],
		]);
	});

	it('loses a byte order mark in front, and none elsewhere', async () => {
		for (const front of ['\ufeff', '']) {
			const bytes = Readable.from([`${front}{"a":"\ufeff"}`]);
			const { text } = await send(async () => await Promise.resolve(answer(bytes)));
			expect(text).toBe('{"a":"\ufeff"}');
		}
	});

	it('ends when its time is over, which is then the reason', async () => {
		await expect(send(untilAborted(new Error('canceled')), { timeout: 20 })).rejects.toMatchObject({
			message: 'no answer in time',
			code: 'TIMEOUT',
		});
	});

	it('has the reason of the credential where that knows a better one', async () => {
		const error = authenticationError(localFailure('authentication', 'X', 'Bad.', 'Good.'));
		await expect(send(untilAborted(error), { timeout: 20 })).rejects.toBe(error);
	});

	it('ends when the execution is stopped, with what n8n says', async () => {
		const stop = new AbortController();
		const canceled = new Error('canceled');
		const sending = send(untilAborted(canceled), { signal: stop.signal });
		stop.abort();
		await expect(sending).rejects.toBe(canceled);
		expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
	});

	it('fails with what n8n says where its time is not over', async () => {
		const refused = new Error('refused');
		await expect(send(async () => await Promise.reject(refused))).rejects.toBe(refused);
	});

	it('is not read beyond eight megabytes', async () => {
		const MB = 1024 * 1024;
		const of = async (megabytes: number, more: number) =>
			await send(async () => {
				const parts = [
					...Array<Buffer>(megabytes).fill(Buffer.alloc(MB, 97)),
					Buffer.alloc(more, 97),
				];
				return await Promise.resolve(answer(Readable.from(parts)));
			});
		expect((await of(8, 0)).text).toHaveLength(8 * MB);
		await expect(of(8, 1)).rejects.toMatchObject({ code: 'ANSWER_TOO_LARGE' });
	});
});

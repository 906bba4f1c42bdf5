import type { IHttpRequestOptions } from 'n8n-workflow';

import { authenticationMethod, type HuaweiCloudCredential } from '../credential';
import type { Failure, Result } from '../errors/failure';
import { withHints, type Hints } from '../request/n8n-401';
import type { Answer } from './send';

type SendOnce = (request: IHttpRequestOptions) => Promise<Result<Answer>>;

/** Makes the request anew each time that it is sent, since a link in its body depends on the clock. */
export type RequestNow = () => IHttpRequestOptions;

/** The ordinary remedy would be to wait for the renewal that has just happened. */
const refusedAgain = (failure: Failure): Failure => ({
	...failure,
	reason: `${failure.reason} A new token, obtained just before, was refused as well.`,
	remedy:
		'Open the credential and check that IAM Endpoint and Image Recognition Endpoint belong to the same cloud and region, and that the user may use Image Recognition in the project.',
});

/**
 * Sends requests, and once more where a refusal tells what was wrong: the clock, or a token that has to be
 * renewed. What was learned holds for all later requests of the execution.
 */
export class Corrections {
	private clockOffset = 0;
	private renewals = 0;
	/** Renewing requests go one after the other, so that a refused token is renewed once. */
	private renewal: Promise<unknown> = Promise.resolve();

	constructor(private readonly credential: HuaweiCloudCredential) {}

	/** The server's clock, as far as it is known. */
	now(): Date {
		return new Date(Date.now() + this.clockOffset);
	}

	get trustsOwnClock(): boolean {
		return this.clockOffset === 0;
	}

	async send(
		requestNow: RequestNow,
		sendOnce: SendOnce,
		signal: AbortSignal,
	): Promise<Result<Answer>> {
		const sendNow = async (hints: Partial<Hints> = {}) => {
			const request = requestNow();
			const headers = withHints(request.headers, { clockOffset: this.clockOffset, ...hints });
			return await sendOnce({ ...request, headers: headers as IHttpRequestOptions['headers'] });
		};
		const sentAt = Date.now();
		const renewalsBefore = this.renewals;
		const first = await sendNow();
		if (first.ok || signal.aborted) return first;

		const { clockSkew, renewsToken } = first.failure;
		const method = authenticationMethod(this.credential);
		if (clockSkew && method === 'accessKey') {
			this.clockOffset = clockSkew.serverTimeMs - Date.now();
			return await sendNow();
		}
		if (renewsToken && method === 'iamUser') {
			const resent = this.renewal.then(async () => {
				// Meanwhile another request may have renewed the token that was refused here.
				const isRenewed = this.renewals > renewalsBefore;
				const second = await sendNow(isRenewed ? {} : { renewTokenBefore: sentAt });
				const isRefused = !second.ok && second.failure.renewsToken;
				if (second.ok || isRefused) this.renewals++;
				return isRefused ? { ...second, failure: refusedAgain(second.failure) } : second;
			});
			this.renewal = resent;
			return await resent;
		}
		return first;
	}
}

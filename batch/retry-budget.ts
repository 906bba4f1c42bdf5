/**
 * Keeps retries from hammering a service that is down: a retry takes from the budget, an answer
 * puts back. With the budget used up, every image gets one attempt. Where all requests are
 * slowed down already, a retry takes nothing.
 *
 * Sizes follow the AWS SDK's standard retry mode (500 tokens, 5 a retry), per execution.
 */
export class RetryBudget {
	private static readonly capacity = 500;
	private static readonly retryCost = 5;
	private tokens = RetryBudget.capacity;

	/** @returns whether the retry may be made; if so it has been paid for */
	take(): boolean {
		if (this.tokens < RetryBudget.retryCost) return false;
		this.tokens -= RetryBudget.retryCost;
		return true;
	}

	/** The service did its work, at the first attempt or after a retry that is now paid back. */
	giveBack(attempts: number): void {
		const earned = attempts > 1 ? RetryBudget.retryCost : 1;
		this.tokens = Math.min(RetryBudget.capacity, this.tokens + earned);
	}
}

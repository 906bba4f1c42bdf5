import * as fc from 'fast-check';

import { RetryBudget } from '../../batch/retry-budget';

/** Takes retries until the budget refuses. */
const drain = (budget: RetryBudget): number => {
	let taken = 0;
	while (budget.take()) taken++;
	return taken;
};

describe('the budget of retries', () => {
	it('allows a hundred retries in a row, then none', () => {
		const budget = new RetryBudget();
		expect(drain(budget)).toBe(100);
		expect(budget.take()).toBe(false);
	});

	it('gets a retry back when that retry helped', () => {
		const budget = new RetryBudget();
		drain(budget);
		budget.giveBack(2);
		expect(drain(budget)).toBe(1);
	});

	it('earns a retry with five answers at the first attempt', () => {
		const budget = new RetryBudget();
		drain(budget);
		for (let i = 0; i < 4; i++) budget.giveBack(1);
		expect(budget.take()).toBe(false);
		budget.giveBack(1);
		expect(drain(budget)).toBe(1);
	});

	it('never holds more than at its start, nor gives more than it was given', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('take', 'first', 'retried')), (steps) => {
				const budget = new RetryBudget();
				let tokens = 500;
				for (const step of steps) {
					if (step === 'take') {
						expect(budget.take()).toBe(tokens >= 5);
						if (tokens >= 5) tokens -= 5;
					} else {
						budget.giveBack(step === 'first' ? 1 : 2);
						tokens = Math.min(500, tokens + (step === 'first' ? 1 : 5));
					}
				}
				expect(drain(budget)).toBe(Math.floor(tokens / 5));
			}),
		);
	});
});

/** What came of everything that was tried, and what should not have. */
export class Tally {
	readonly #counts = new Map<string, Map<string, number>>();
	readonly faults: string[] = [];

	/** Counts one outcome of what `who` tried. */
	count(who: string, outcome: string): void {
		const outcomes = this.#counts.get(who) ?? new Map<string, number>();
		outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
		this.#counts.set(who, outcomes);
	}

	/** Notes what no client should see; the first hundred are told in words at once. */
	fault(who: string, what: string): void {
		this.count(who, 'FAULT');
		if (this.faults.length >= 100) return;
		const fault = `${new Date().toISOString()} ${who}: ${what}`;
		this.faults.push(fault);
		console.log(`FAULT ${fault}`);
	}

	of(who: string, outcome: string): number {
		return this.#counts.get(who)?.get(outcome) ?? 0;
	}

	print(): void {
		for (const [who, outcomes] of this.#counts) {
			const all = [...outcomes].sort(([a], [b]) => a.localeCompare(b));
			console.log(`  ${who}: ${all.map(([outcome, n]) => `${outcome} × ${n}`).join(', ')}`);
		}
	}
}

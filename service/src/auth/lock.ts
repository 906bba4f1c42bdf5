interface Failures {
	count: number;
	/** Milliseconds since the epoch; 0 while open. */
	lockedUntil: number;
}

/**
 * Locks a key after so many failures in a row, for a while, as the gateway does.
 * Counts only names that exist, so its size is bounded by the configuration.
 */
export class FailureLock {
	private readonly failures = new Map<string, Failures>();

	constructor(
		private readonly limit: number,
		private readonly lockSeconds: number,
		private readonly now: () => number = Date.now,
	) {}

	isLocked(name: string): boolean {
		const entry = this.failures.get(name);
		if (!entry?.lockedUntil) return false;
		if (entry.lockedUntil > this.now()) return true;
		this.failures.delete(name);
		return false;
	}

	failed(name: string): void {
		const count = (this.failures.get(name)?.count ?? 0) + 1;
		const lockedUntil = count >= this.limit ? this.now() + this.lockSeconds * 1000 : 0;
		this.failures.set(name, { count, lockedUntil });
	}

	succeeded(name: string): void {
		this.failures.delete(name);
	}
}

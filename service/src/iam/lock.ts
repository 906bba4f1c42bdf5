interface Failures {
	count: number;
	/** Milliseconds since the epoch; 0 while open. */
	lockedUntil: number;
}

/**
 * Locks an access key or a user after so many failures in a row, for a while, as the gateway does.
 * Counts only what exists, so its size is bounded by the configuration.
 */
export class FailureLock<Owner> {
	private readonly failures = new Map<Owner, Failures>();

	constructor(
		private readonly limit: number,
		private readonly lockSeconds: number,
		private readonly now: () => number = Date.now,
	) {}

	isLocked(owner: Owner): boolean {
		const entry = this.failures.get(owner);
		if (!entry?.lockedUntil) return false;
		if (entry.lockedUntil > this.now()) return true;
		this.failures.delete(owner);
		return false;
	}

	failed(owner: Owner): void {
		const count = (this.failures.get(owner)?.count ?? 0) + 1;
		const lockedUntil = count >= this.limit ? this.now() + this.lockSeconds * 1000 : 0;
		this.failures.set(owner, { count, lockedUntil });
	}

	succeeded(owner: Owner): void {
		this.failures.delete(owner);
	}
}

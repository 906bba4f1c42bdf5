import { ApiError } from '../../contract/failures';

/** The largest body of a request, in bytes. */
export const maxBodyBytes = 12 * 1024 * 1024;

/** Whose memory a body takes. */
export type Holder =
	/** An account that has proven who it is, or lately did so from the same address. */
	| { account: string }
	/** Somebody who has proven nothing yet, by the address. */
	| { stranger: string }
	/** Somebody who asks for a token, by the address. */
	| { login: string };

/** A part of the budget: what it may hold at most, and a name by which what it holds is counted. */
interface Purse {
	name: string;
	bytes: number;
}

/** Parts of the whole that one holder may have; one body always fits. */
const shares = { account: 1 / 2, strangers: 1 / 4, stranger: 1 / 8 };

/** Of requests for tokens, whose bodies are small: no stranger's images leave them without any. */
const loginShares = { all: 1 / 16, address: 1 / 64 };

/**
 * Bounds the memory of all request bodies together. Strangers have a small part of it among them, and neither one
 * of them nor one account can take the part of all others.
 */
export class BodyBudget {
	readonly #held = new Map<string, number>();

	/** @param bytes of all bodies together */
	constructor(private bytes: number) {}

	/** For what is taken from now on. */
	limitTo(bytes: number): void {
		this.bytes = bytes;
	}

	/** What one body may take; nothing yet. */
	open(holder: Holder): BodyHold {
		return new BodyHold(this.#pursesOf(holder), this.#held);
	}

	#pursesOf(holder: Holder): Purse[] {
		const share = (part: number) => Math.max(maxBodyBytes, this.bytes * part);
		const all = { name: 'all', bytes: this.bytes };
		if ('account' in holder) {
			return [all, { name: `account ${holder.account}`, bytes: share(shares.account) }];
		}
		if ('login' in holder) {
			return [
				all,
				{ name: 'logins', bytes: this.bytes * loginShares.all },
				{ name: `login ${holder.login}`, bytes: this.bytes * loginShares.address },
			];
		}
		return [
			all,
			{ name: 'strangers', bytes: share(shares.strangers) },
			{ name: `stranger ${holder.stranger}`, bytes: share(shares.stranger) },
		];
	}
}

/** The memory of one body. */
export class BodyHold {
	#bytes = 0;

	constructor(
		private readonly purses: Purse[],
		private readonly held: Map<string, number>,
	) {}

	/**
	 * Takes as much as is missing to so many bytes.
	 * @throws {ApiError} 503 when one of the purses hasn't as much
	 */
	growTo(bytes: number): void {
		const more = bytes - this.#bytes;
		if (more <= 0) return;
		if (this.purses.some((purse) => this.#heldBy(purse) + more > purse.bytes)) {
			throw new ApiError('noMemory', 'Send the request again.', 1);
		}
		this.#add(more);
	}

	/** Gives all of it back. */
	release(): void {
		this.#add(-this.#bytes);
	}

	#heldBy({ name }: Purse): number {
		return this.held.get(name) ?? 0;
	}

	#add(more: number): void {
		this.#bytes += more;
		for (const purse of this.purses) {
			const bytes = this.#heldBy(purse) + more;
			if (bytes === 0) this.held.delete(purse.name);
			else this.held.set(purse.name, bytes);
		}
	}
}

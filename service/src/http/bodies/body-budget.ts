import { ApiError } from '../../contract/failures';

/** The largest body of a request, in bytes. */
export const maxBodyBytes = 12 * 1024 * 1024;

/** Whose memory a body takes. */
export type Holder =
	/** An account that has proven who it is. */
	| { account: string }
	/** Somebody who names a key of the account that was right from the same address lately, but has proven nothing yet. */
	| { account: string; claimedFrom: string }
	/** Somebody who has proven nothing yet, by the address. */
	| { stranger: string }
	/** Somebody who asks for a token, by the address. */
	| { login: string };

/** A part of the budget: what it may hold at most, and a name by which what it holds is counted. */
interface Purse {
	name: string;
	bytes: number;
	/** With no more than that in it, its holder has room where other purses are full. */
	first?: number;
}

/** Of requests for tokens, whose bodies are small: nobody's images leave them without any. */
const loginShares = { all: 1 / 16, address: 1 / 64 };

/** Of each address, whatever others hold: more than a request for a token needs, and for all connections a few MB. */
const firstLoginBytes = 16 * 1024;

/** Parts of the whole that one holder may have; one body always fits. */
const shares = {
	images: 1 - loginShares.all,
	account: 1 / 2,
	claims: 1 / 4,
	strangers: 1 / 4,
	stranger: 1 / 8,
};

/**
 * Bounds the memory of all request bodies together. Who has not proven to be somebody has a small part of it, and neither
 * one of them nor one account can take the part of all others.
 */
export class BodyBudget {
	readonly #held = new Map<string, number>();

	/** @param bytes of all bodies together */
	constructor(private bytes: number) {}

	/** Those who hold something: the names of everybody who ever came would fill the memory. */
	get holders(): number {
		return this.#held.size;
	}

	/** For what is taken from now on. */
	limitTo(bytes: number): void {
		this.bytes = bytes;
	}

	/** What one body may take; nothing yet. */
	open(holder: Holder): BodyHold {
		return new BodyHold(this.#pursesOf(holder), this.#held);
	}

	/**
	 * Counts a body as another holder's from now on, where that one has room for it.
	 * @returns whether it does; or else the body stays what it was
	 */
	handOver(hold: BodyHold, holder: Holder): boolean {
		return hold.moveTo(this.#pursesOf(holder));
	}

	#pursesOf(holder: Holder): Purse[] {
		const purse = (name: string, part: number) => ({
			name,
			bytes: Math.max(maxBodyBytes, this.bytes * part),
		});
		const images = purse('images', shares.images);
		if ('account' in holder) {
			const own = [images, purse(`account ${holder.account}`, shares.account)];
			if (!('claimedFrom' in holder)) return own;
			return [...own, purse(`claims ${holder.claimedFrom}`, shares.claims)];
		}
		if ('login' in holder) {
			return [
				{ name: 'logins', bytes: this.bytes * loginShares.all },
				{
					name: `login ${holder.login}`,
					bytes: this.bytes * loginShares.address,
					first: firstLoginBytes,
				},
			];
		}
		return [
			images,
			purse('strangers', shares.strangers),
			purse(`stranger ${holder.stranger}`, shares.stranger),
		];
	}
}

/** The memory of one body. */
export class BodyHold {
	#bytes = 0;
	#isReleased = false;

	constructor(
		private purses: Purse[],
		private readonly held: Map<string, number>,
	) {}

	/**
	 * Takes as much as is missing to so many bytes.
	 * @throws {ApiError} 503 when one of the purses hasn't as much, or when all was given back already
	 */
	growTo(bytes: number): void {
		const more = bytes - this.#bytes;
		if (more <= 0) return;
		if (this.#isReleased || !this.#fits(this.purses, more)) {
			throw new ApiError('noMemory', 'Send the request again.', 1);
		}
		this.#add(more);
	}

	/** Counts it in these purses instead, where all that are new to it have room. */
	moveTo(purses: Purse[]): boolean {
		const bytes = this.#bytes;
		const known = new Set(this.purses.map(({ name }) => name));
		const others = purses.filter(({ name }) => !known.has(name));
		if (!this.#fits(others, bytes)) return false;
		this.#add(-bytes);
		this.purses = purses;
		this.#add(bytes);
		return true;
	}

	/** Gives all of it back, for good. */
	release(): void {
		this.#isReleased = true;
		this.#add(-this.#bytes);
	}

	#fits(purses: Purse[], more: number): boolean {
		const fits = (purse: Purse, most: number) => this.#heldBy(purse) + more <= most;
		return (
			purses.every((purse) => fits(purse, purse.bytes)) ||
			purses.some((purse) => fits(purse, purse.first ?? 0))
		);
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

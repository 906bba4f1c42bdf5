import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import { Refused } from '../contract/refusals';
import { Turns } from './turns';

export interface AttemptLimits {
	/** Failures of one name from one address that lock the name for that address. */
	failures: number;
	/** Seconds in which they are counted, and for which the lock holds. */
	seconds: number;
}

/** How many times as many failures one name may have from all addresses, and one address with all names. */
const brakeFactor = 20;

/** With the brake on, so many attempts of a name from unknown addresses are looked at in a second, and so many wait. */
const braked = { perSecond: 10, waiting: 16 };

/**
 * Where looking at an attempt takes time. All together leave half of Node's threads to what else needs them: names that
 * are looked up, and files that are read.
 */
const inTurn = { ofName: 64, atOnce: 2 };

/** Pairs of name and address that are remembered for having been right. */
const mostKnown = 10_000;

/**
 * Guards access keys and users against guessing. A name is locked for the address from which it was tried, so that nobody
 * locks out its owner elsewhere; whether the name exists makes no difference. Against many addresses there is a brake,
 * through which a right attempt passes too. Where a name was right before, it is not braked.
 */
export class Attempts {
	readonly #ofPair: RateLimiterMemory;
	readonly #ofName: RateLimiterMemory;
	readonly #ofAddress: RateLimiterMemory;
	readonly #turns = new RateLimiterQueue(
		new RateLimiterMemory({ points: braked.perSecond, duration: 1 }),
		{ maxQueueSize: braked.waiting },
	);
	readonly #ofAddressInTurn = new Turns(inTurn);
	/** The one that was right last comes last. */
	readonly #known = new Set<string>();

	constructor(private limits: AttemptLimits) {
		const duration = limits.seconds;
		this.#ofPair = new RateLimiterMemory({ points: limits.failures, duration });
		this.#ofName = new RateLimiterMemory({ points: limits.failures * brakeFactor, duration });
		this.#ofAddress = new RateLimiterMemory({ points: limits.failures * brakeFactor, duration });
	}

	/** From now on. What was counted stays, and so does a lock until its time is over. */
	limitTo(limits: AttemptLimits): void {
		this.limits = limits;
		this.#ofPair.points = limits.failures;
		for (const limiter of [this.#ofName, this.#ofAddress]) {
			limiter.points = limits.failures * brakeFactor;
		}
		for (const limiter of [this.#ofPair, this.#ofName, this.#ofAddress]) {
			limiter.duration = limits.seconds;
		}
	}

	/**
	 * Lets an attempt be looked at, with the brake on after a while.
	 * @param address as `addressKey` gives it
	 * @throws {ApiError} 403 while locked, 429 when too many attempts wait
	 */
	async admit(name: string, address: string): Promise<void> {
		await this.#refuseLocked(name, address);
		if (this.isKnown(name, address)) return;
		const key = keyOf(name);
		if (!(await reached(this.#ofName, key))) return;
		await this.#turns.removeTokens(1, key).catch(() => {
			throw new Refused('braked', 'too many failed attempts', 1);
		});
	}

	/**
	 * Looks at an admitted attempt when those before it from its address have been, and counted: however many come at once,
	 * no more pass a lock, and no address keeps more than one thread busy. Who never failed does not wait behind those who
	 * did.
	 * @throws {ApiError} 403 when it is locked by then, 429 when too many wait
	 */
	async inTurn<Result>(
		name: string,
		address: string,
		look: () => Promise<Result>,
	): Promise<Result> {
		const isFirst = this.isKnown(name, address) || (await this.#ofAddress.get(address)) === null;
		const lookThen = async () => {
			await this.#refuseLocked(name, address);
			return look();
		};
		const looked = this.#ofAddressInTurn.take(address, lookThen, isFirst);
		if (!looked) throw new Refused('braked', 'too many attempts at once', 1);
		return looked;
	}

	async #refuseLocked(name: string, address: string): Promise<void> {
		if (await this.isLocked(name, address)) throw new Refused('locked');
		if (this.isKnown(name, address)) return;
		if (await reached(this.#ofAddress, address)) throw new Refused('locked');
	}

	isLocked(name: string, address: string): Promise<boolean> {
		return reached(this.#ofPair, keyOf(name, address));
	}

	/** Whether the name was right from this address lately. */
	isKnown(name: string, address: string): boolean {
		return this.#known.has(keyOf(name, address));
	}

	/** A right attempt in between does not undo it: whoever knows one secret could go on guessing others with it. */
	async failed(name: string, address: string): Promise<void> {
		const pair = keyOf(name, address);
		const { consumedPoints } = await this.#ofPair.penalty(pair);
		if (consumedPoints >= this.limits.failures) await this.#ofPair.block(pair, this.limits.seconds);
		await this.#ofName.penalty(keyOf(name));
		await this.#ofAddress.penalty(address);
	}

	succeeded(name: string, address: string): void {
		const pair = keyOf(name, address);
		this.#known.delete(pair);
		this.#known.add(pair);
		const [oldest] = this.#known;
		if (oldest !== undefined && this.#known.size > mostKnown) this.#known.delete(oldest);
	}
}

async function reached(limiter: RateLimiterMemory, key: string): Promise<boolean> {
	const found = await limiter.get(key);
	return found !== null && found.consumedPoints >= limiter.points;
}

/** Names are the callers' words: of any length, and with any character in them. */
function keyOf(...parts: string[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

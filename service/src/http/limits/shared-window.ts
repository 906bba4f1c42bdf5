import { createClient } from '@redis/client';
import { SlidingWindow, windowMs, type RequestCounts } from './sliding-window';

/**
 * What `SlidingWindow` does, in the store: one step that nothing comes between, by the store's clock, so that neither the
 * order of replicas nor their clocks matter.
 */
const countScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local earliest = redis.call('LINDEX', KEYS[1], -limit)
local wait = earliest and earliest + window - now or 0
if wait > 0 then return math.min(wait, window) end
redis.call('RPUSH', KEYS[1], now)
redis.call('LTRIM', KEYS[1], -limit, -1)
redis.call('PEXPIRE', KEYS[1], window)
return 0`;

export interface StoreOptions {
	/** `redis://` or `rediss://`, with the password in it. */
	url: string;
	/** Before all keys: what replicas have in common, and no other service on the same store has. */
	prefix: string;
	/** Told once when the store stops answering, and once when it does again; what the reason says holds no secret. */
	onChange: (isUp: boolean, reason: string) => void;
	/** No request waits longer for the store. */
	answerMs?: number;
	/** After a failure, the store is left alone for so long. */
	pauseMs?: number;
}

class NoAnswer extends Error {}

const clientOf = ({ url, pauseMs }: Required<StoreOptions>) =>
	createClient({
		url,
		disableOfflineQueue: true,
		socket: { connectTimeout: 5_000, reconnectStrategy: () => pauseMs },
	});

/**
 * Counts in Redis, over all replicas. While that gives no answer each replica counts for itself: tags for up to as many
 * times the limit as there are replicas do less harm than none at all.
 */
export class SharedWindow implements RequestCounts {
	/** Told of all requests, so that it knows those of the last minute when it is needed. */
	readonly #own = new SlidingWindow();
	readonly #options: Required<StoreOptions>;
	readonly #client: ReturnType<typeof clientOf>;
	#isUp = true;
	/** Until then the store is not asked. */
	#pausedUntil = 0;

	constructor(options: StoreOptions) {
		this.#options = { answerMs: 250, pauseMs: 5_000, ...options };
		this.#client = clientOf(this.#options);
		this.#client.on('error', (error: Error) => this.#failed(error));
		this.#client.on('ready', () => this.#answered());
		// It goes on trying by itself, and tells of each failure by the event.
		this.#client.connect().catch(() => undefined);
		this.#client.unref();
	}

	get isUp(): boolean {
		return this.#isUp;
	}

	async count(account: string, limit: number): Promise<number> {
		const own = () => this.#own.count(account, limit);
		if (!this.#client.isReady || performance.now() < this.#pausedUntil) return own();
		try {
			const wait = await this.#ask(account, limit);
			if (wait === 0) own();
			this.#answered();
			return wait;
		} catch (error) {
			this.#failed(error as Error);
			return own();
		}
	}

	close(): void {
		this.#client.destroy();
	}

	async #ask(account: string, limit: number): Promise<number> {
		let timer: NodeJS.Timeout | undefined;
		const late = new Promise<never>((_, reject) => {
			const { answerMs } = this.#options;
			timer = setTimeout(() => reject(new NoAnswer(`no answer within ${answerMs} ms`)), answerMs);
		});
		const asked = this.#client.eval(countScript, {
			keys: [`${this.#options.prefix}:requests:${account}`],
			arguments: [String(limit), String(windowMs)],
		});
		// It may fail after nobody waits for it any more.
		asked.catch(() => undefined);
		return Number(await Promise.race([asked, late]).finally(() => clearTimeout(timer)));
	}

	#answered(): void {
		this.#pausedUntil = 0;
		if (this.#isUp) return;
		this.#isUp = true;
		this.#options.onChange(true, '');
	}

	#failed(error: Error): void {
		this.#pausedUntil = performance.now() + this.#options.pauseMs;
		if (!this.#isUp) return;
		this.#isUp = false;
		const { code } = error as NodeJS.ErrnoException;
		this.#options.onChange(false, error.message || code || error.name);
	}
}

/** Time as the batch sees it, so that tests can run hours in a moment. All values in milliseconds. */
export interface Clock {
	/** Time since some fixed moment; only differences are used. */
	now(): number;
	/** Resolves after `ms`, or soon after `signal` aborts; never rejects. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Resolves when what waits in the event loop, such as sockets, has had its turn. */
	yieldToEventLoop(): Promise<void>;
}

interface Waiting {
	begin: () => void;
	/** Goes before what is not. */
	isFirst: boolean;
}

export interface TurnLimits {
	/** At work or waiting under one name. */
	ofName: number;
	/** At work under all names. */
	atOnce: number;
}

/**
 * Lets works of one name go one after the other, and some of different names beside each other: first those that come
 * first, then a work of each name in turn.
 */
export class Turns {
	readonly #waiting = new Map<string, Waiting[]>();
	readonly #working = new Set<string>();

	constructor(private readonly most: TurnLimits) {}

	/** Names under which something is at work or waits: those of everybody who ever came would fill the memory. */
	get names(): number {
		return new Set([...this.#waiting.keys(), ...this.#working]).size;
	}

	/**
	 * @param isFirst whether the work goes before others, if it is the only one of its name
	 * @returns what the work does; undefined, without any, where too many wait
	 */
	take<Result>(
		name: string,
		work: () => Promise<Result>,
		isFirst = false,
	): Promise<Result> | undefined {
		const before = this.#waiting.get(name) ?? [];
		const count = before.length + Number(this.#working.has(name));
		if (count >= this.most.ofName) return undefined;
		const begun = new Promise<void>((begin) => {
			this.#waiting.set(name, [...before, { begin, isFirst: isFirst && count === 0 }]);
		});
		this.#beginNext();
		return begun.then(work).finally(() => {
			this.#working.delete(name);
			this.#moveBehindOthers(name);
			this.#beginNext();
		});
	}

	#beginNext(): void {
		if (this.#working.size >= this.most.atOnce) return;
		const ready = [...this.#waiting].filter(([name]) => !this.#working.has(name));
		const [name, [next, ...rest]] = ready.find(([, [one]]) => one?.isFirst) ?? ready[0] ?? ['', []];
		if (!next) return;
		this.#working.add(name);
		if (rest.length > 0) this.#waiting.set(name, rest);
		else this.#waiting.delete(name);
		next.begin();
		this.#beginNext();
	}

	/** Maps keep the order of arrival. */
	#moveBehindOthers(name: string): void {
		const waiting = this.#waiting.get(name);
		if (!waiting) return;
		this.#waiting.delete(name);
		this.#waiting.set(name, waiting);
	}
}

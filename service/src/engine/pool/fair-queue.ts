/** What waits, and whose it is. */
interface Owned {
	readonly owner: string;
}

/**
 * Those that wait for a worker, in turns of their owners: whoever has fewest at work comes first and, among those, whose
 * last turn is longest ago. So nobody waits behind another's backlog, nor behind another's slow images on every worker.
 */
export class FairQueue<Item extends Owned> {
	/** By owner, in order of arrival; the owner whose turn is longest ago comes first. */
	#waiting = new Map<string, Item[]>();
	readonly #atWork = new Map<string, number>();
	#length = 0;

	get length(): number {
		return this.#length;
	}

	/** How many of this owner wait. */
	lengthOf(owner: string): number {
		return this.#waiting.get(owner)?.length ?? 0;
	}

	add(item: Item): void {
		const others = this.#waiting.get(item.owner);
		if (others) others.push(item);
		else this.#waiting.set(item.owner, [item]);
		this.#length++;
	}

	/** Puts one back that was taken and then `done` without an answer: it comes before all of its owner's, whose turn it is. */
	putBack(item: Item): void {
		const others = this.#waiting.get(item.owner) ?? [];
		this.#waiting.delete(item.owner);
		this.#waiting = new Map([[item.owner, [item, ...others]], ...this.#waiting]);
		this.#length++;
	}

	/** The next one to work at, until `done` is told of it. */
	take(): Item | undefined {
		const next = this.#next();
		if (!next) return undefined;
		const [owner, items] = next;
		const item = items.shift();
		this.#waiting.delete(owner);
		if (items.length > 0) this.#waiting.set(owner, items);
		this.#length--;
		this.#atWork.set(owner, this.#working(owner) + 1);
		return item;
	}

	/** One that was taken is at work no more. */
	done({ owner }: Item): void {
		const left = this.#working(owner) - 1;
		if (left > 0) this.#atWork.set(owner, left);
		else this.#atWork.delete(owner);
	}

	/** Takes one out that nobody wants any more, if it is there. */
	remove(item: Item): void {
		const items = this.#waiting.get(item.owner);
		if (!items?.includes(item)) return;
		items.splice(items.indexOf(item), 1);
		if (items.length === 0) this.#waiting.delete(item.owner);
		this.#length--;
	}

	/** Takes all out. */
	clear(): Item[] {
		const all = [...this.#waiting.values()].flat();
		this.#waiting.clear();
		this.#length = 0;
		return all;
	}

	#working(owner: string): number {
		return this.#atWork.get(owner) ?? 0;
	}

	#lessAtWork(one: string, other: string): boolean {
		return this.#working(one) < this.#working(other);
	}

	#next(): [owner: string, items: Item[]] | undefined {
		const owners = [...this.#waiting];
		const [first] = owners;
		return (
			first &&
			owners.reduce((best, each) => (this.#lessAtWork(each[0], best[0]) ? each : best), first)
		);
	}
}

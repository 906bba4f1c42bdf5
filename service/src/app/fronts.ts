import type { Settings } from '../config/load';
import type { Context } from './context';
import { Listener } from './listener';
import { adminServer, publicServer, type ServerKind } from './server';

/** The listeners that the settings ask for, each with the routes behind it. */
export class Fronts {
	readonly #fronts: { kind: ServerKind; listener: Listener }[];

	constructor(context: Context) {
		this.#fronts = [publicServer, adminServer]
			.filter((kind) => kind.address(context.settings) !== undefined)
			.map((kind) => ({
				kind,
				listener: new Listener(kind.listenerSettings(context.settings), context),
			}));
	}

	/**
	 * Makes the routes for the context.
	 * @returns puts them behind the listeners, in place of those that are there
	 */
	async prepare(context: Context): Promise<() => void> {
		const ready = await Promise.all(
			this.#fronts.map(async ({ kind, listener }) => {
				const app = kind.build(context, listener.connections);
				await app.ready();
				return () => {
					listener.apply(kind.listenerSettings(context.settings));
					listener.serve(app);
				};
			}),
		);
		return () => ready.forEach((serve) => serve());
	}

	/** @returns where they listen, such as `http://127.0.0.1:8089`: the public one, then the one for those who run it */
	async listen(settings: Settings): Promise<string[]> {
		const listening: string[] = [];
		for (const { kind, listener } of this.#fronts) {
			const address = kind.address(settings);
			if (address) listening.push(await listener.listen(address));
		}
		return listening;
	}

	/** Takes nothing more, and finishes what came. */
	async close(): Promise<void> {
		await Promise.all(this.#fronts.map(({ listener }) => listener.close()));
	}
}

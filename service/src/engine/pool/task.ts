import type { TaggedImage } from '../types';

/** An image that was accepted, from the queue to its answer. */
export class Task {
	readonly result: Promise<TaggedImage>;
	/** When it was, by `performance.now()`. */
	readonly accepted = performance.now();
	/** Whether a worker has come to it. */
	begun = false;
	/** Workers that were lost while they had this image. */
	losses = 0;
	/** Whether the caller has its answer, or left. */
	settled = false;
	resolve!: (image: TaggedImage) => void;
	reject!: (error: unknown) => void;

	constructor(
		readonly image: Buffer,
		readonly owner: string,
		signal: AbortSignal | undefined,
		onAbort: (task: Task) => void,
	) {
		const leave = () => {
			this.reject(signal?.reason);
			onAbort(this);
		};
		this.result = new Promise<TaggedImage>((resolve, reject) => {
			const once =
				<T>(settle: (value: T) => void) =>
				(value: T) => {
					this.settled = true;
					signal?.removeEventListener('abort', leave);
					settle(value);
				};
			this.resolve = once(resolve);
			this.reject = once(reject);
		});
		signal?.addEventListener('abort', leave);
	}
}

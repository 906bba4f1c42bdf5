import type { TaggedPicture } from './types';

/** A picture that was accepted, from the queue to its answer. */
export class Task {
	readonly result: Promise<TaggedPicture>;
	/** Workers that were lost while they had this picture. */
	losses = 0;
	/** Whether the caller has its answer, or left. */
	settled = false;
	resolve!: (picture: TaggedPicture) => void;
	reject!: (error: unknown) => void;

	constructor(
		readonly image: Buffer,
		signal: AbortSignal | undefined,
		onAbort: (task: Task) => void,
	) {
		const leave = () => {
			this.reject(signal?.reason);
			onAbort(this);
		};
		this.result = new Promise<TaggedPicture>((resolve, reject) => {
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
		signal?.addEventListener('abort', leave, { once: true });
	}
}

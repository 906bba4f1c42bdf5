/** An image, or text that should hold one, can't be used. `message` says what is wrong, `remedy` what to do. */
export class ImageError extends Error {
	constructor(
		message: string,
		readonly remedy: string,
	) {
		super(message);
		this.name = 'ImageError';
	}
}

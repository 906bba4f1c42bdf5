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

/** A picture can't be decoded, drawn on or encoded; its tags are not affected. */
export class PictureError extends ImageError {
	constructor(message: string, remedy: string) {
		super(message, remedy);
		this.name = 'PictureError';
	}
}

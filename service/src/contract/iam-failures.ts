/** A failure of IAM, which has a form of its own: `{"error": {"code", "message", "title"}}`. */
export class IamError extends Error {
	constructor(
		readonly status: 400 | 401 | 403,
		message: string,
	) {
		super(message);
		this.name = 'IamError';
	}

	body(): { error: { code: number; message: string; title: string } } {
		return { error: { code: this.status, message: this.message, title: titles[this.status] } };
	}
}

const titles = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden' } as const;

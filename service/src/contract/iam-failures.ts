import { z } from 'zod';
import type { LoginRefusal } from './refusals';

const titles = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden' } as const;

/** IAM's own form, and beside it the one in which all other services fail, which some clients look for. */
export const iamFailureSchema = z
	.strictObject({
		error: z.strictObject({
			code: z.int().meta({ description: 'The status once more.' }),
			message: z.string(),
			title: z.string(),
		}),
		error_code: z.string().meta({ examples: ['IAM.401'] }),
		error_msg: z.string(),
		request_id: z.string(),
	})
	.meta({ id: 'IamFailure' });

/** A failure of IAM, which has a form of its own. */
export class IamError extends Error {
	constructor(
		readonly status: keyof typeof titles,
		message: string,
		/** Why the user gets no token, where it is not for the request's form. */
		readonly refusal: LoginRefusal | '' = '',
	) {
		super(message);
		this.name = 'IamError';
	}

	get code(): string {
		return `IAM.${this.status}`;
	}

	body(requestId: string): z.output<typeof iamFailureSchema> {
		const { status, message, code } = this;
		return {
			error: { code: status, message, title: titles[status] },
			error_code: code,
			error_msg: message,
			request_id: requestId,
		};
	}
}

import type { FailureEvidence } from './failure';

interface ThrownByRequest {
	code?: string;
	message?: string;
	description?: string | null;
	messages?: string[];
	cause?: { code?: string; message?: string };
}

/** The text of whatever was thrown; some objects can't even become text. */
export function thrownText(thrown: unknown): string {
	if (thrown instanceof Error) return thrown.message;
	try {
		return String(thrown);
	} catch {
		return 'an object';
	}
}

/**
 * What an error of n8n's HTTP helpers still tells of a request that got no answer: n8n 1.x leaves the
 * code on the error, n8n 2.x on its cause.
 */
export function networkEvidence(thrown: unknown): FailureEvidence {
	if (typeof thrown !== 'object' || thrown === null) return { message: thrownText(thrown) };
	const { code, message, description, messages, cause } = thrown as ThrownByRequest;
	return {
		networkCode: cause?.code ?? code,
		message: [cause?.message, message, description, ...(Array.isArray(messages) ? messages : [])]
			.filter(Boolean)
			.join(' '),
	};
}

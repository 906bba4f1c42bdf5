import type { FailureEvidence } from '../../huawei-cloud/errors/failure';
import type { Answer } from './read-text';

/** What an answer tells of a failure. */
export const answerEvidence = ({ status, headers, text }: Answer): FailureEvidence => ({
	status,
	headers,
	body: text,
});

interface ThrownByRequest {
	code?: string;
	message?: string;
	description?: string | null;
	messages?: string[];
	cause?: { code?: string; message?: string };
}

/** What n8n's wrapped error still tells of a request that got no answer, on either line of n8n. */
export function networkEvidence(error: unknown): FailureEvidence {
	const { code, message, description, messages = [], cause } = error as ThrownByRequest;
	return {
		networkCode: cause?.code ?? code,
		message: [cause?.message, message, description, ...messages].filter(Boolean).join(' '),
	};
}

import type { IHttpRequestOptions } from 'n8n-workflow';

/** An HTTP answer with its body as text. */
export interface Answer {
	status: number;
	headers: Record<string, unknown>;
	text: string;
}

/** How long one sending may take, in milliseconds, and what ends it earlier. */
export interface Limits {
	timeout: number;
	signal: AbortSignal;
}

/**
 * Sends a request with the credential, as n8n does: whatever the status, what comes is the answer. Rejects when there
 * is none, or when the credential could not authenticate the request.
 */
export type Send = (request: IHttpRequestOptions, limits: Limits) => Promise<Answer>;

import { createHash } from 'node:crypto';

import type { HuaweiCloudCredential } from '../credential';

/** As long as a signature's date may be off: a clock that was set by more makes a key unproven again. */
const PROVEN_MS = 15 * 60 * 1000;

/** When the service last let a request in, epoch milliseconds, by the credential's fingerprint. */
const acceptedAt = new Map<string, number>();

/** The same for all that decides whether a request is let in; the session is obtained by these fields. */
function fingerprintOf({ session, ...fields }: HuaweiCloudCredential): string {
	void session;
	return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

const isProven = (at: number, now: number): boolean => at <= now && now < at + PROVEN_MS;

/** One credential, as far as this process remembers whether the service accepts it. */
export interface Acceptance {
	/** Whether a request was let in within the last quarter of an hour. */
	isProven(now: number): boolean;
	/** A request was let in, signed by the machine's own clock. */
	remember(now: number): void;
	/** The service has refused it since. */
	forget(): void;
}

/**
 * What is known of a credential across executions. A key that was accepted can only become wrong by
 * being deleted, so many requests with it at once can't lock it for others, as a mistyped one's could.
 */
export function acceptanceOf(credential: HuaweiCloudCredential): Acceptance {
	const fingerprint = fingerprintOf(credential);
	return {
		isProven: (now) => isProven(acceptedAt.get(fingerprint) ?? Infinity, now),
		remember(now) {
			for (const [other, at] of acceptedAt) if (!isProven(at, now)) acceptedAt.delete(other);
			acceptedAt.set(fingerprint, now);
		},
		forget: () => void acceptedAt.delete(fingerprint),
	};
}

import { createHash } from 'node:crypto';

import type { HuaweiCloudCredential } from '../credential';
import { iamEndpoint } from '../endpoints';
import type { IssuedToken } from './token';

/** An IAM user's token with what is known about it: the JSON in the credential's hidden field. Times are epoch ms. */
export interface Session extends IssuedToken {
	obtainedAt: number;
	/** From then on a new token is obtained, while this one still works. */
	renewAt: number;
	/** Which user, password, project and IAM it was obtained with. */
	fingerprint: string;
}

const renewalLead = 30 * 60 * 1000;
/** After a renewal that failed because IAM was out of reach. */
const renewalPause = 5 * 60 * 1000;

/** Tells whether a session belongs to the fields as they are now. */
export function fingerprintOf(credential: HuaweiCloudCredential): string {
	const { accountName, userName, password, projectId, projectName, region } = credential;
	const project = projectId || projectName || region;
	const fields = [accountName, userName, password, project];
	return createHash('sha256')
		.update(JSON.stringify([...fields, iamEndpoint(credential)]))
		.digest('hex');
}

/** A token just obtained, with its renewal planned: 30 minutes before it expires, or halfway for short-lived ones. */
export function sessionOf(
	credential: HuaweiCloudCredential,
	issued: IssuedToken,
	now: number,
): Session {
	const lifetime = issued.expiresAt - now;
	return {
		...issued,
		obtainedAt: now,
		renewAt: issued.expiresAt - Math.min(renewalLead, lifetime / 2),
		fingerprint: fingerprintOf(credential),
	};
}

/** The same session, to be renewed a little later. */
export const postponed = (session: Session, now: number): Session => ({
	...session,
	renewAt: Math.min(now + renewalPause, session.expiresAt),
});

/** The saved session; undefined when there is none, or it was obtained with other fields than the credential has now. */
export function savedSession(credential: HuaweiCloudCredential): Session | undefined {
	if (!credential.session) return undefined;
	try {
		const session = JSON.parse(credential.session) as Session;
		return session.token && session.fingerprint === fingerprintOf(credential) ? session : undefined;
	} catch {
		return undefined;
	}
}

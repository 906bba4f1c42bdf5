import type { HuaweiCloudCredential } from '../credential';
import { iamEndpoint, imageEndpoint, obsEndpoint } from '../endpoints';
import { authenticationError } from '../errors/authentication-error';
import { localFailure } from '../errors/failure';
import { PUBLIC_DOMAINS, REGIONS } from '../regions';

const ENDPOINTS = [imageEndpoint, iamEndpoint, obsEndpoint];

/**
 * Huawei Cloud's public addresses of the two services that get keys and tokens, one by one: below the same domains
 * customers own names, such as those of buckets, clusters and web sites.
 */
const PUBLIC_ORIGINS: ReadonlySet<string> = new Set([
	...REGIONS.flatMap(({ code }) => [
		imageEndpoint({ region: code }),
		iamEndpoint({ region: code }),
	]),
	...PUBLIC_DOMAINS.map((domain) => `https://iam.${domain}`),
]);

/** The origin of an endpoint; undefined, so that it trusts nothing, where the credential doesn't tell it. */
function originOf(
	endpoint: (credential: HuaweiCloudCredential) => string,
	credential: HuaweiCloudCredential,
): string | undefined {
	try {
		return new URL(endpoint(credential)).origin;
	} catch {
		return undefined;
	}
}

function parse(url: string): URL | undefined {
	// A URL that parsers disagree on could be checked as one host and sent to another.
	if (/[\s\\\p{Cc}]/u.test(url)) return undefined;
	try {
		const parsed = new URL(url);
		return parsed.username === '' && parsed.password === '' ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Whether a token or signature may go to this address: scheme, host and port of a configured endpoint, or of Huawei
 * Cloud's public Image Recognition or IAM. An address that isn't absolute, or carries a user name, is not trusted.
 */
export function isTrustedTarget(url: string, credential: HuaweiCloudCredential): boolean {
	const target = parse(url);
	if (target === undefined || !/^https?:$/.test(target.protocol)) return false;
	return (
		PUBLIC_ORIGINS.has(target.origin) ||
		ENDPOINTS.some((endpoint) => originOf(endpoint, credential) === target.origin)
	);
}

/** Why a request was not sent, and what would make it possible. Names scheme and host only. */
export function refusalOf(
	url: string,
	credential: HuaweiCloudCredential,
): { reason: string; remedy: string } {
	const origin = parse(url)?.origin ?? 'null';
	const target = origin === 'null' ? 'an address that is not a plain http(s) URL' : origin;
	const configured = ENDPOINTS.flatMap((endpoint) => originOf(endpoint, credential) ?? []);
	const where = [...new Set(configured), "Huawei Cloud's public Image Recognition and IAM"];
	return {
		reason: `The request to ${target} was not sent, because the Huawei Cloud credential only goes to its own endpoints (${where.join(', ')}).`,
		remedy:
			'If this address is yours, open the credential and set it as the endpoint; otherwise use another credential.',
	};
}

/** @throws an authentication error for an address that no secret may go to */
export function assertTrustedTarget(url: string, credential: HuaweiCloudCredential): void {
	if (isTrustedTarget(url, credential)) return;
	const { reason, remedy } = refusalOf(url, credential);
	throw authenticationError(localFailure('authentication', 'UNTRUSTED_HOST', reason, remedy));
}

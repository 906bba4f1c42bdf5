import type { HuaweiCloudCredential } from '../credential';
import { iamEndpoint, imageEndpoint, obsEndpoint } from '../endpoints';
import { PUBLIC_DOMAINS } from '../regions';

const ENDPOINTS = [imageEndpoint, iamEndpoint, obsEndpoint];

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

/** A bucket or its web site lies below Huawei Cloud's domain, but belongs to whoever made it. */
const BUCKET_HOST = /\.obs(-website|v3|-fs)?\./;

function isHuaweiCloud(url: URL): boolean {
	return (
		url.protocol === 'https:' &&
		url.port === '' &&
		PUBLIC_DOMAINS.some((domain) => url.hostname.endsWith(`.${domain}`)) &&
		!BUCKET_HOST.test(url.hostname)
	);
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

/** Whether an endpoint is one of Huawei Cloud's public ones, and not a private cloud's or a service of one's own. */
export function isPublicEndpoint(endpoint: string): boolean {
	const url = parse(endpoint);
	return url !== undefined && isHuaweiCloud(url);
}

/**
 * Whether a token or signature may go to this address: scheme, host and port of a configured endpoint,
 * or one of Huawei Cloud's own domains over https. An address that isn't absolute, or carries a user name, is not trusted.
 */
export function isTrustedTarget(url: string, credential: HuaweiCloudCredential): boolean {
	const target = parse(url);
	if (target === undefined || !/^https?:$/.test(target.protocol)) return false;
	return (
		isHuaweiCloud(target) ||
		ENDPOINTS.some((endpoint) => originOf(endpoint, credential) === target.origin)
	);
}

/** Why a request was not sent, with what would make it possible. Names scheme and host only. */
export function refusalSentence(url: string, credential: HuaweiCloudCredential): string {
	const origin = parse(url)?.origin ?? 'null';
	const target = origin === 'null' ? 'an address that is not a plain http(s) URL' : origin;
	const configured = ENDPOINTS.flatMap((endpoint) => originOf(endpoint, credential) ?? []);
	const where = [...new Set(configured), "Huawei Cloud's own domains over https"].join(', ');
	return `The request to ${target} was not sent, because the Huawei Cloud credential only goes to its own endpoints (${where}). If this address is yours, open the credential and set it as the endpoint; otherwise use another credential.`;
}

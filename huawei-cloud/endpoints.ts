import { ConfigurationError } from './configuration-error';
import type { HuaweiCloudCredential } from './credential';
import { CUSTOM_REGION, domainOf, PUBLIC_DOMAINS } from './regions';

type EndpointField = 'endpoint' | 'iamEndpoint' | 'obsEndpoint';

interface Service {
	field: EndpointField;
	/** As the credential's field is called in n8n. */
	label: string;
	/** First label of the region's host name. */
	hostPrefix: string;
	/** API paths that people paste along with the endpoint, left out at its end. */
	apiPath: RegExp;
}

const IMAGE: Service = {
	field: 'endpoint',
	label: 'Image Recognition Endpoint',
	hostPrefix: 'image',
	apiPath: /\/v[12](\.0)?(\/[^/]+)?\/image\/tagging$/,
};
const IAM: Service = {
	field: 'iamEndpoint',
	label: 'IAM Endpoint',
	hostPrefix: 'iam',
	apiPath: /\/v3(\/auth)?(\/tokens|\/projects)?$/,
};
const OBS: Service = {
	field: 'obsEndpoint',
	label: 'OBS Endpoint',
	hostPrefix: 'obs',
	apiPath: /(?!)/,
};

const EXAMPLE = 'https://image.ap-southeast-1.myhuaweicloud.com';
const REGION_CODE = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** What copy and paste leaves around a value: white space, zero-width characters, quotes. */
const PASTED_EDGES = /^[\s"'<\u200b-\u200d\u2060\ufeff]+|[\s"'>\u200b-\u200d\u2060\ufeff]+$/g;

/** An expression may give any type. */
const textOf = (value: unknown): string => String(value ?? '').replace(PASTED_EDGES, '');

function refuse(service: Service, what: string): never {
	throw new ConfigurationError(
		`The ${service.label} of the Huawei Cloud credential ${what}.`,
		`Open the credential and write the ${service.label} as a host name or an http(s) address, for example ${EXAMPLE.replace('image', service.hostPrefix)}.`,
	);
}

/** Scheme, host, port and path, without a slash at the end. `http://` only where it was written. */
function normalise(text: string, service: Service): string {
	if (/[\s\\\p{Cc}]/u.test(text))
		refuse(service, 'contains spaces or characters that no address has');
	const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
	if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') {
		refuse(service, `starts with ${scheme}://, which is neither https nor http`);
	}
	let url: URL;
	try {
		// Slashes in front, as of `//host`, count for nothing.
		url = new URL(scheme === undefined ? `https://${text}` : text);
	} catch {
		return refuse(service, 'is not an address');
	}
	if (url.username !== '' || url.password !== '') {
		refuse(service, 'contains a user name or password, which belong in the fields above');
	}
	if (url.search !== '' || url.hash !== '') refuse(service, 'contains a query or fragment');
	const path = url.pathname.replace(/\/+$/, '').replace(service.apiPath, '').replace(/\/+$/, '');
	return `${url.protocol}//${url.host}${path}`;
}

function endpointOf(service: Service, credential: HuaweiCloudCredential): string {
	const value = textOf(credential[service.field]);
	if (value !== '') return normalise(value, service);
	const region = textOf(credential.region);
	if (region === '' || region === CUSTOM_REGION) {
		throw new ConfigurationError(
			`The Huawei Cloud credential has ${region === '' ? 'no region' : 'the region "Custom"'} and no ${service.label}, so n8n doesn't know where to send the request.`,
			`Open the credential and fill in ${service.label}, or choose a region.`,
		);
	}
	if (!REGION_CODE.test(region)) {
		throw new ConfigurationError(
			'The region of the Huawei Cloud credential is not a region code.',
			'Open the credential and choose a region from the list, or choose "Custom" and fill in the endpoints.',
		);
	}
	return `https://${service.hostPrefix}.${region}.${domainOf(region)}`;
}

/**
 * Base URL of Image Recognition: scheme, host, port and path, without a slash at the end.
 * @throws ConfigurationError when the field holds no http(s) address, or neither field nor region tells the endpoint
 */
export function imageEndpoint(credential: HuaweiCloudCredential): string {
	return endpointOf(IMAGE, credential);
}

/** Base URL of IAM, where tokens and project IDs come from; as {@link imageEndpoint}. */
export function iamEndpoint(credential: HuaweiCloudCredential): string {
	return endpointOf(IAM, credential);
}

/** Host and port of a URL, the port also where it is the scheme's own. */
export function hostAndPort(url: string): string {
	const { hostname, port, protocol } = new URL(url);
	return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

function serverOf(service: Service, credential: HuaweiCloudCredential): string {
	const owner = textOf(credential[service.field]) === '' ? "credential's Region" : 'credential';
	return `the ${service.label} of the ${owner}, ${hostAndPort(endpointOf(service, credential))}`;
}

/** The server of Image Recognition as a user finds it: the field that it comes from, host and port. */
export const imageServer = (credential: HuaweiCloudCredential): string =>
	serverOf(IMAGE, credential);

/** The server of IAM; as {@link imageServer}. */
export const iamServer = (credential: HuaweiCloudCredential): string => serverOf(IAM, credential);

/** Base URL of OBS, without a bucket; as {@link imageEndpoint}. */
export function obsEndpoint(credential: HuaweiCloudCredential): string {
	return endpointOf(OBS, credential);
}

/** Whether an endpoint is Huawei Cloud's own, and not a private cloud's or a service of one's own. */
export function isPublicEndpoint(endpoint: string): boolean {
	if (!URL.canParse(endpoint)) return false;
	const { protocol, hostname } = new URL(endpoint);
	return protocol === 'https:' && PUBLIC_DOMAINS.some((domain) => hostname.endsWith(`.${domain}`));
}

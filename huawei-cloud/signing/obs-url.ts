import { createHmac } from 'node:crypto';

import { ConfigurationError } from '../configuration-error';
import { percentEncode } from './percent-encoding';
import type { AccessKey } from './signature';

/** How long a signed URL can be read, in seconds: time enough for the service to fetch the image, also after retries. */
export const OBS_URL_LIFETIME_SECONDS = 15 * 60;

export interface ObsObject {
	bucket: string;
	/** The object's name, not encoded. */
	key: string;
	/** Base URL of OBS, without a bucket. */
	endpoint: string;
}

/** The rule of OBS, which also keeps the bucket inside its host name: dots stand between letters or digits. */
const BUCKET_NAME = /^(?!.*(?:\.\.|\.-|-\.))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
/** UTF-8 bytes of the longest object key that OBS allows. */
const MOST_KEY_BYTES = 1024;
const IP_ADDRESS = /^(\d+\.){3}\d+$|^\[/;

interface Dialect {
	accessKeyId: string;
	securityToken: string;
}
const OBS_DIALECT: Dialect = { accessKeyId: 'AccessKeyId', securityToken: 'x-obs-security-token' };
/** What the official signer speaks to an OBS that is known by IP address only. */
const S3_DIALECT: Dialect = {
	accessKeyId: 'AWSAccessKeyId',
	securityToken: 'x-amz-security-token',
};

const encodePath = (key: string): string => key.split('/').map(percentEncode).join('/');

function assertNames(bucket: string, key: string): void {
	if (!BUCKET_NAME.test(bucket)) {
		throw new ConfigurationError(
			'The bucket name is not one that OBS allows (3 to 63 lower-case letters, digits, hyphens, and single dots between them).',
			'Give the name of the bucket alone, without obs:// and without a host name.',
		);
	}
	if (key === '') {
		throw new ConfigurationError(
			'The object key is empty.',
			"Give the object's path inside the bucket, for example photos/cat.jpg.",
		);
	}
	if (key.length > MOST_KEY_BYTES || Buffer.byteLength(key) > MOST_KEY_BYTES) {
		throw new ConfigurationError(
			`The object key is longer than OBS allows (${MOST_KEY_BYTES} bytes).`,
			"Give the object's path inside the bucket, for example photos/cat.jpg, and not the image itself.",
		);
	}
	const step = key.split('/').find((part) => part === '.' || part === '..');
	if (step !== undefined) {
		throw new ConfigurationError(
			`The object key has the part "${step}" between its slashes, which every reader of addresses takes for a step through folders, so there can be no link to this object.`,
			'If a folder is meant, give the path without such steps; if the object really has this name, rename it in OBS.',
		);
	}
}

/**
 * An OBS URL that anyone can GET until it expires (temporary signature, as in the OBS API Reference). It is a secret.
 * @param now the moment of signing, by the server's clock where that is known
 * @throws ConfigurationError when bucket, key or endpoint can't be part of a link
 */
export function temporaryObsUrl(
	{ bucket, key, endpoint }: ObsObject,
	accessKey: AccessKey,
	now: Date,
	lifetimeSeconds: number = OBS_URL_LIFETIME_SECONDS,
): string {
	assertNames(bucket, key);
	const { protocol, host, hostname, pathname } = new URL(endpoint);
	if (pathname !== '/') {
		throw new ConfigurationError(
			'The OBS Endpoint of the Huawei Cloud credential has a path, which no link to an object can have.',
			'Open the credential and write the OBS Endpoint as host name and port alone; the bucket goes into the node.',
		);
	}
	const byPath = IP_ADDRESS.test(hostname);
	const dialect = byPath ? S3_DIALECT : OBS_DIALECT;
	const expires = String(Math.floor(now.getTime() / 1000) + lifetimeSeconds);
	const token = accessKey.securityToken;
	const resource = `/${bucket}/${encodePath(key)}${token ? `?${dialect.securityToken}=${token}` : ''}`;
	const signed = createHmac('sha1', accessKey.secret)
		.update(['GET', '', '', expires, resource].join('\n'))
		.digest('base64');
	const query: Array<[string, string]> = [
		[dialect.accessKeyId, accessKey.id],
		['Expires', expires],
		...(token ? [[dialect.securityToken, token] as [string, string]] : []),
		['Signature', signed],
	];
	const base = byPath ? `${protocol}//${host}/${bucket}` : `${protocol}//${bucket}.${host}`;
	const search = query.map(([name, value]) => `${name}=${percentEncode(value)}`).join('&');
	return `${base}/${encodePath(key)}?${search}`;
}

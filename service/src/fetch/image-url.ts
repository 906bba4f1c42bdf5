import { isIP } from 'node:net';
import { ApiError } from '../contract/failures';

const maxLength = 8192;

/** Scheme, two slashes, authority; nothing that a URL parser would quietly repair. */
const plainForm = /^https?:\/\/([^\s\\/?#]+)(?:[/?#][^\s\\]*)?$/i;

/**
 * Reads the address of an image.
 * @throws {ApiError} ModelArts.4601 for anything but a plainly written http or https address
 */
export function parseImageUrl(text: string): URL {
	if (text.length > maxLength) throw bad(`It is longer than ${maxLength} characters.`);
	const authority = plainForm.exec(text)?.[1];
	if (authority === undefined || !URL.canParse(text)) {
		throw bad('It must be a complete http:// or https:// address without blanks.');
	}
	const url = new URL(text);
	if (authority.includes('@')) {
		throw bad('It must not hold a user name or password.');
	}
	const written = authority.replace(/:\d*$/, '');
	if (isIP(url.hostname) === 4 && written !== url.hostname) {
		throw bad('A numeric host must be written as four decimal numbers.');
	}
	return url;
}

/** The host as sockets want it: without the brackets of an IPv6 address. */
export function socketHost(url: URL): string {
	return url.hostname.replace(/^\[|\]$/g, '');
}

/** The port that the address means. */
export function portOf(url: URL): number {
	return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

function bad(detail: string): ApiError {
	return new ApiError('badUrl', detail);
}

import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import axios, { AxiosError, type AxiosResponse } from 'axios';
import { ApiError } from '../contract/failures';
import { guardedLookup, RefusedAddress } from './guarded-lookup';
import { parseImageUrl, portOf, socketHost } from './image-url';
import { networkPolicy, type NetworkSettings } from './networks';

const maxRedirects = 5;

type Response = AxiosResponse<Readable>;

export interface DownloadOptions extends NetworkSettings {
	/** Ports that may be reached. */
	ports: number[] | 'any';
	/** For all of it: name look-ups, redirects, body. */
	timeoutMs: number;
	maxBytes: number;
}

/**
 * Takes in a file as it comes.
 * @param declaredLength 0 when the host did not say
 * @throws {ApiError} 413 above the limit, 503 without memory for it
 */
export type ReadFile = (file: Readable, declaredLength: number, limit: number) => Promise<Buffer>;

/** A download that somebody asked for. */
interface Wanted {
	/** Ends it. */
	signal: AbortSignal;
	read: ReadFile;
}

/** Neither what listens there nor whether anything does shows in it. */
const refusedAddress =
	'The service does not fetch from this address: it is neither on the public internet nor in a network opened to it.';

/** Fetches images by URL, from the public internet and the networks opened to it. */
export class ImageDownloader {
	private readonly mayReach: (address: string) => boolean;
	private readonly agents: { httpAgent: HttpAgent; httpsAgent: HttpsAgent };

	/** @param onRefused is called for each address or port that is not fetched from */
	constructor(
		private readonly options: DownloadOptions,
		private readonly onRefused: () => void = () => undefined,
	) {
		this.mayReach = networkPolicy(options);
		const guard = { lookup: guardedLookup(this.mayReach) };
		this.agents = { httpAgent: new HttpAgent(guard), httpsAgent: new HttpsAgent(guard) };
	}

	/**
	 * @throws {ApiError} ModelArts.4601 for a bad address, AIS.0504 for a file too large, ModelArts.4603 for a failed download,
	 *   503 without memory for it
	 */
	async fetch(text: string, { signal, read }: Wanted): Promise<Buffer> {
		const deadline = AbortSignal.timeout(this.options.timeoutMs);
		const wanted = { signal: AbortSignal.any([signal, deadline]), read };
		try {
			return await this.follow(parseImageUrl(text), wanted);
		} catch (error) {
			if (error instanceof ApiError && error.kind === 'bodyTooLarge') {
				throw new ApiError('size', `The file is larger than ${this.options.maxBytes} bytes.`);
			}
			if (error instanceof ApiError) throw error;
			throw new ApiError('downloadFailed', this.explain(error, deadline.aborted));
		}
	}

	/** Follows redirects itself, so that every stop passes the same checks as the first. */
	private async follow(start: URL, { signal, read }: Wanted): Promise<Buffer> {
		let url = start;
		for (let hop = 0; hop <= maxRedirects; hop++) {
			const response = await this.request(url, signal);
			// It may fail after nobody reads it any more.
			response.data.on('error', () => undefined);
			try {
				const { location } = response.headers as Record<string, unknown>;
				if (response.status < 300 || response.status > 399 || typeof location !== 'string') {
					return await this.imageOf(response, read);
				}
				url = nextStop(location, url);
			} finally {
				// What nobody reads would go on coming.
				response.data.destroy();
			}
		}
		throw new ApiError('downloadFailed', `The address redirects more than ${maxRedirects} times.`);
	}

	private async imageOf({ status, headers, data }: Response, read: ReadFile): Promise<Buffer> {
		if (status !== 200) {
			throw new ApiError('downloadFailed', `The host answered with status ${status}.`);
		}
		const declared = Number(headers['content-length'] ?? 0);
		const image = await read(data, declared, this.options.maxBytes);
		if (image.length === 0) throw new ApiError('downloadFailed', 'The file is empty.');
		return image;
	}

	private request(url: URL, signal: AbortSignal): Promise<Response> {
		const { ports } = this.options;
		if (ports !== 'any' && !ports.includes(portOf(url))) {
			this.onRefused();
			throw new ApiError(
				'downloadFailed',
				`The service fetches from the ports ${ports.join(', ')} only.`,
			);
		}
		const host = socketHost(url);
		// A socket looks up names only, so an address in the URL is checked here.
		if (isIP(host) !== 0 && !this.mayReach(host)) throw new RefusedAddress();
		return axios.get<Readable>(url.href, {
			...this.agents,
			signal,
			responseType: 'stream',
			maxRedirects: 0,
			decompress: false,
			proxy: false,
			validateStatus: () => true,
			headers: {
				Accept: 'image/*,*/*;q=0.5',
				'Accept-Encoding': 'identity',
				'User-Agent': 'image-tagging-service',
			},
		});
	}

	private explain(error: unknown, timedOut: boolean): string {
		if (timedOut) return `The download took longer than ${this.options.timeoutMs} ms.`;
		const cause = error instanceof AxiosError ? error.cause : error;
		if (error instanceof RefusedAddress || cause instanceof RefusedAddress) {
			this.onRefused();
			return refusedAddress;
		}
		const code = error instanceof AxiosError ? error.code : undefined;
		return (code && networkFaults[code]) ?? 'The host could not be reached.';
	}
}

/** What the caller can do something about. Whether a port is closed or silent is for a scanner to know. */
const networkFaults: Record<string, string> = {
	ENOTFOUND: 'The host name is not known.',
	EAI_AGAIN: 'The host name could not be looked up; try again later.',
	CERT_HAS_EXPIRED: "The host's certificate has expired.",
	DEPTH_ZERO_SELF_SIGNED_CERT: "The host's certificate is not from a known authority.",
	SELF_SIGNED_CERT_IN_CHAIN: "The host's certificate is not from a known authority.",
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: "The host's certificate is not from a known authority.",
	ERR_TLS_CERT_ALTNAME_INVALID: "The host's certificate is for another name.",
};

function nextStop(location: string, from: URL): URL {
	if (!URL.canParse(location, from.href)) {
		throw new ApiError('downloadFailed', 'The address redirects to something that is no address.');
	}
	try {
		return parseImageUrl(
			/^[a-z][a-z0-9+.-]*:/i.test(location) ? location : new URL(location, from).href,
		);
	} catch {
		throw new ApiError('downloadFailed', 'The address redirects to one that is not fetched.');
	}
}

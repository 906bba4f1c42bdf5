import { Readable } from 'node:stream';

import type { IExecuteFunctions } from 'n8n-workflow';

import { download } from '../../../../nodes/ImageTagging/sources/download';
import { urlSources } from '../../../../nodes/ImageTagging/sources/url';
import type { ItemParameters } from '../../../../nodes/ImageTagging/parameters/read';

const URL_OF_IMAGE = 'https://images.example/a.jpg';
const CHECK = 'Check the URL: open it in a browser on a machine in the same network as n8n.';

interface Reply {
	status?: number;
	headers?: Record<string, unknown>;
	body?: Readable;
}
interface Request {
	url: string;
	abortSignal: AbortSignal;
}

/** Downloads with n8n's helper answering each request by the next reply, the last again and again. */
async function downloading(
	replies: Array<Reply | Error | ((request: Request) => Promise<never>)>,
	{ timeout = 1_000, signal = new AbortController().signal } = {},
) {
	const requests: Request[] = [];
	const bodies: Readable[] = [];
	const httpRequest = async (request: Request) => {
		requests.push(request);
		const reply = replies.length > 1 ? replies.shift() : replies[0];
		if (reply instanceof Error) throw reply;
		if (typeof reply === 'function') return await reply(request);
		const { status = 200, headers = {}, body = Readable.from(['bytes']) } = reply ?? {};
		bodies.push(body);
		return { statusCode: status, headers, body };
	};
	const context = { helpers: { httpRequest } } as unknown as IExecuteFunctions;
	const result = await download(context, URL_OF_IMAGE, timeout, signal);
	return { result, requests, urls: requests.map(({ url }) => url), bodies };
}

const to = (location: string, status = 302): Reply => ({ status, headers: { location } });

describe('a download', () => {
	it('gives the bytes, asked for without credentials, within the time and bounds of the node', async () => {
		const { result, requests } = await downloading([{}], { timeout: 7_000 });
		expect(result).toEqual({ ok: true, value: Buffer.from('bytes') });
		expect(requests).toHaveLength(1);
		expect(requests[0]).toMatchObject({
			method: 'GET',
			url: URL_OF_IMAGE,
			timeout: 7_000,
			encoding: 'stream',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		});
	});

	it.each([300, 301, 308, 399])('follows a redirect with status %i', async (status) => {
		const { result, urls, bodies } = await downloading([to('/b.jpg', status), {}]);
		expect(result.ok).toBe(true);
		expect(urls).toEqual([URL_OF_IMAGE, 'https://images.example/b.jpg']);
		expect(bodies[0]?.destroyed).toBe(true);
	});

	it('follows redirects from where they lead, five at most', async () => {
		const hops = ['https://b.example/c/', 'd', '../e', '//f.example', 'g'].map((one) => to(one));
		const { result, urls } = await downloading([...hops, {}]);
		expect(result.ok).toBe(true);
		expect(urls).toEqual([
			URL_OF_IMAGE,
			'https://b.example/c/',
			'https://b.example/c/d',
			'https://b.example/e',
			'https://f.example/',
			'https://f.example/g',
		]);
	});

	it('is given up after that', async () => {
		const { result, urls } = await downloading([to('/again')]);
		expect(urls).toHaveLength(6);
		expect(result).toMatchObject({
			ok: false,
			failure: {
				code: 'DOWNLOAD',
				reason: 'The URL redirects more than 5 times.',
				remedy: CHECK,
				retry: 'never',
			},
		});
	});

	it('looks at the address of each redirect', async () => {
		const { result, urls } = await downloading([to('ftp://images.example/a.jpg'), {}]);
		expect(urls).toHaveLength(1);
		expect(result).toMatchObject({
			ok: false,
			failure: { code: 'URL', reason: expect.stringContaining('starts with "ftp:"') },
		});
	});

	const LATER =
		'The host of the image is busy or has trouble: run the workflow again later, or raise the option Max Attempts.';
	it.each([
		[199, {}, CHECK, 'never', undefined],
		[302, {}, CHECK, 'never', undefined],
		[302, { location: ['/a'] }, CHECK, 'never', undefined],
		[404, {}, CHECK, 'never', undefined],
		[404, { location: '/b.jpg' }, CHECK, 'never', undefined],
		[503, { 'retry-after': '3' }, LATER, 'transient', 3_000],
		[429, {}, LATER, 'throttled', undefined],
	])(
		'that is refused with %i and %j fails for its image alone',
		async (status, headers, remedy, retry, retryAfterMs) => {
			const { result, bodies } = await downloading([{ status, headers }]);
			expect(result).toMatchObject({
				ok: false,
				failure: {
					code: 'DOWNLOAD',
					httpStatus: status,
					reason: `The image could not be downloaded: its address answered with HTTP status ${status}.`,
					remedy,
					retry,
					stopsBatch: false,
				},
			});
			expect(result.ok ? undefined : result.failure.retryAfterMs).toBe(retryAfterMs);
			expect(bodies[0]?.destroyed).toBe(true);
		},
	);

	it('without an answer names the host, and may be tried again', async () => {
		const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
		const { result } = await downloading([to('http://b.example/x'), refused]);
		expect(result).toMatchObject({
			ok: false,
			failure: {
				code: 'ECONNREFUSED',
				reason:
					'The image could not be downloaded: The server refused the connection: nothing listens at this address and port (the host of the URL, b.example:80).',
				remedy: CHECK,
				retry: 'transient',
				stopsBatch: false,
			},
		});
	});

	it("that n8n's guard refuses says how to allow it", async () => {
		const blocked = new Error('The request was blocked because the address is restricted');
		const { result } = await downloading([blocked]);
		expect(result).toMatchObject({
			failure: { code: 'BLOCKED_BY_N8N', remedy: expect.stringContaining('N8N_SSRF_ALLOWED') },
		});
	});

	it('ends when its time is over, which is then the reason', async () => {
		const aborted = async ({ abortSignal }: Request) =>
			await new Promise<never>((_, reject) => {
				abortSignal.addEventListener('abort', () => reject(new Error('canceled')));
			});
		const { result } = await downloading([aborted], { timeout: 20 });
		expect(result).toMatchObject({ ok: false, failure: { code: 'TIMEOUT', retry: 'transient' } });
	});

	it('ends when the execution is stopped', async () => {
		const stop = new AbortController();
		const stopping = async ({ abortSignal }: Request) => {
			stop.abort();
			expect(abortSignal.aborted).toBe(true);
			throw new Error('canceled');
		};
		const { result } = await downloading([stopping as never], { signal: stop.signal });
		expect(result).toMatchObject({ ok: false, failure: { code: 'ABORTED' } });
	});

	it('of more than four times what the service takes is not read to its end', async () => {
		async function* endless() {
			for (;;) yield await Promise.resolve(Buffer.alloc(1024 * 1024));
		}
		const { result } = await downloading([{ body: Readable.from(endless()) }]);
		expect(result).toMatchObject({
			ok: false,
			failure: {
				code: 'DOWNLOAD',
				reason: 'The file behind the URL has more than 30 MB.',
				remedy: 'Give the address of a smaller image.',
				retry: 'never',
			},
		});
	});
});

describe('the image behind a URL', () => {
	const sourceOf = (url: unknown, downloadUrl: boolean) => {
		const requests: string[] = [];
		const context = {
			getNodeParameter: (name: string) => (name === 'url' ? url : undefined),
			helpers: {
				async httpRequest(request: Request) {
					requests.push(request.url);
					return await Promise.resolve({
						statusCode: 200,
						headers: {},
						body: Readable.from(['bytes']),
					});
				},
			},
		} as unknown as IExecuteFunctions;
		const [source] = urlSources(context, 0, { downloadUrl, timeout: 1_000 } as ItemParameters);
		return { source, requests };
	};
	const { signal } = new AbortController();

	it('is shown without what can be secret in its address', () => {
		const { source } = sourceOf('https://me:secret@images.example/a.jpg?sig=x', false);
		expect(source?.image).toEqual({ source: 'url', url: 'https://images.example/a.jpg' });
	});

	it('is a link for the service, as it was given', async () => {
		const url = 'https://images.example/a.jpg?sig=x';
		const { source, requests } = sourceOf(` ${url} `, false);
		const loaded = await source?.get(signal, async () => undefined);
		expect(loaded).toMatchObject({ ok: true });
		const content = loaded?.ok ? loaded.value : { bytes: Buffer.alloc(0) };
		expect('linkNow' in content && content.linkNow()).toBe(url);
		expect(requests).toEqual([]);
	});

	it('is downloaded in n8n where the option says so, by the rules of its host', async () => {
		const { source, requests } = sourceOf('https://images.example:8443/a.jpg', true);
		const hosts: string[] = [];
		const loaded = await source?.get(signal, async (host, attempt) => {
			hosts.push(host);
			return { ...(await attempt(signal)), attempts: 1 };
		});
		expect(loaded).toEqual({ ok: true, value: { bytes: Buffer.from('bytes') } });
		expect([hosts, requests]).toEqual([
			['images.example:8443'],
			['https://images.example:8443/a.jpg'],
		]);
	});

	it('is nothing where the execution was stopped meanwhile', async () => {
		const { source } = sourceOf('https://images.example/a.jpg', true);
		expect(await source?.get(signal, async () => undefined)).toBeUndefined();
	});
});

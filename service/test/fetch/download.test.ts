import { gzipSync } from 'node:zlib';
import {
	afterAll,
	afterEach,
	beforeAll,
	beforeEach,
	describe,
	expect,
	it,
	jest,
} from '@jest/globals';
import axios, { AxiosError } from 'axios';
import { ImageDownloader, type DownloadOptions, type ReadFile } from '../../src/fetch/download';
import { BodyBudget } from '../../src/http/bodies/body-budget';
import { freshMemory } from '../../src/http/bodies/body-memory';
import { readBody } from '../../src/http/bodies/request-body';
import { startPictureHost, type PictureHost } from '../support/picture-host';

const picture = Buffer.from('this stands for a picture');
const megabytes = 64 * 1024 * 1024;
const zipped = gzipSync(Buffer.alloc(10_000));

let host: PictureHost;
/** Called when the connection of a request for `/held` ends. */
let heldEnds: Promise<void>;

/** What the host does with a path such as `/status/404/Location`. */
const routes: Record<string, (...[response, argument, location]: Routed) => void> = {
	picture: (response) => response.end(picture),
	zipped: (response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(zipped),
	status: (response, status, location) =>
		response.writeHead(Number(status), location === '' ? {} : { Location: location }).end(picture),
	/** So many redirects, each after `wait` milliseconds. */
	hops: (response, left, wait) =>
		setTimeout(
			() =>
				response
					.writeHead(302, {
						Location: left === '1' ? '/picture' : `/hops/${Number(left) - 1}/${wait}`,
					})
					.end(),
			Number(wait),
		),
	/** An answer with this status that begins and does not end. */
	held: (response, status, location) => {
		heldEnds = new Promise((resolve) => response.once('close', resolve));
		const headers = location === '' ? {} : { Location: location };
		response.writeHead(Number(status || 200), headers).write('begun');
	},
};
type Routed = [
	response: Parameters<Parameters<typeof startPictureHost>[0]>[1],
	argument: string,
	location: string,
];

beforeAll(async () => {
	host = await startPictureHost((request, response) => {
		const [, name = '', argument = '', location = ''] = (request.url ?? '')
			.replace(/\?.*/, '')
			.split('/');
		routes[name]?.(response, argument, decodeURIComponent(location));
	});
});

afterAll(() => host.close());

beforeEach(() => {
	host.asked.length = 0;
});

const defaults: DownloadOptions = {
	allowNetworks: ['127.0.0.1'],
	denyNetworks: [],
	ports: 'any',
	timeoutMs: 5000,
	maxBytes: 1000,
};

const read: ReadFile = (file, declared, limit) => {
	const hold = new BodyBudget(megabytes).open({ account: 'a' });
	return readBody(file, declared, { memory: freshMemory, hold, limit });
};

const fetchFrom = (
	path: string,
	options: Partial<DownloadOptions> = {},
	signal = new AbortController().signal,
) => {
	const url = /^https?:/.test(path) ? path : host.url + path;
	return new ImageDownloader({ ...defaults, ...options }).fetch(url, { signal, read }).then(
		(bytes) => ({ bytes }),
		({ code, message }: Error & { code: string }) => ({ code, message }),
	);
};

const failed = (sentence: string) => ({
	code: 'ModelArts.4603',
	message: `The file failed to be downloaded from the external URL. ${sentence}`,
});

describe('a file', () => {
	it('is fetched as it is, up to the most bytes', async () => {
		expect(await fetchFrom('/picture', { maxBytes: picture.length })).toEqual({ bytes: picture });
		expect(await fetchFrom('/picture', { maxBytes: picture.length - 1 })).toEqual({
			code: 'AIS.0504',
			message: `The image size does not meet requirements. The file is larger than ${picture.length - 1} bytes.`,
		});
	});

	it('is not unpacked, which could make it any size', async () => {
		expect(await fetchFrom('/zipped')).toEqual({ bytes: zipped });
	});

	it('is fetched straight from its host, whatever proxy the environment names', async () => {
		const before = process.env.HTTP_PROXY;
		process.env.HTTP_PROXY = 'http://127.0.0.1:1/';
		try {
			expect(await fetchFrom('/picture')).toEqual({ bytes: picture });
		} finally {
			if (before === undefined) delete process.env.HTTP_PROXY;
			else process.env.HTTP_PROXY = before;
		}
	});

	it('is asked for as an image, unpacked, in the name of the service', async () => {
		const get = jest.spyOn(axios, 'get');
		await fetchFrom('/picture');
		expect(get.mock.calls[0]?.[1]?.headers).toEqual({
			Accept: 'image/*,*/*;q=0.5',
			'Accept-Encoding': 'identity',
			'User-Agent': 'image-tagging-service',
		});
		jest.restoreAllMocks();
	});

	it.each([204, 206, 299, 400, 404, 500])('is none with status %d', async (status) => {
		expect(await fetchFrom(`/status/${status}/%2Fpicture`)).toEqual(
			failed(`The host answered with status ${status}.`),
		);
		expect(host.asked).toHaveLength(1);
	});
});

describe('a redirect', () => {
	it.each([300, 301, 302, 303, 307, 308, 399])('is followed with status %d', async (status) => {
		expect(await fetchFrom(`/status/${status}/%2Fpicture`)).toEqual({ bytes: picture });
	});

	it.each([
		['a path', '/picture'],
		['a path beside it', '../../picture'],
		['a query with an address', '/picture?from=https://a.example/'],
		['a whole address', 'HOST/picture'],
		['a whole address in capitals', 'HOST/picture'.replace('HOST', 'CAPITALS')],
	])('may name %s', async (_what, location) => {
		const to = location
			.replace('HOST', host.url)
			.replace('CAPITALS', host.url.replace('http', 'HTTP'));
		expect(await fetchFrom(`/status/302/${encodeURIComponent(to)}`)).toEqual({ bytes: picture });
	});

	it.each([
		['http://[::1/', 'The address redirects to something that is no address.'],
		['file:///etc/passwd', 'The address redirects to one that is not fetched.'],
		['http:/picture', 'The address redirects to one that is not fetched.'],
		['HTTP:picture', 'The address redirects to one that is not fetched.'],
		['http://2130706433/', 'The address redirects to one that is not fetched.'],
		['view-source+x.y-1:a', 'The address redirects to one that is not fetched.'],
		['//user@127.0.0.1/', 'The address redirects to one that is not fetched.'],
	])('to %s is not followed', async (location, sentence) => {
		expect(await fetchFrom(`/status/302/${encodeURIComponent(location)}`)).toEqual(
			failed(sentence),
		);
		expect(host.asked).toHaveLength(1);
	});

	it('is followed five times, not six', async () => {
		expect(await fetchFrom('/hops/5/0')).toEqual({ bytes: picture });
		expect(await fetchFrom('/hops/6/0')).toEqual(
			failed('The address redirects more than 5 times.'),
		);
	});

	it('does not begin the time anew', async () => {
		expect(await fetchFrom('/hops/5/100', { timeoutMs: 250 })).toEqual(
			failed('The download took longer than 250 ms.'),
		);
	});
});

describe('a download ends', () => {
	it('when its time is over', async () => {
		expect(await fetchFrom('/held', { timeoutMs: 100 })).toEqual(
			failed('The download took longer than 100 ms.'),
		);
		await heldEnds;
	});

	it('when the caller is gone, for its host too', async () => {
		const caller = new AbortController();
		const fetched = fetchFrom('/held', {}, caller.signal);
		while (host.asked.length === 0) await new Promise(setImmediate);
		caller.abort();
		expect(await fetched).toEqual(failed('The host could not be reached.'));
		await heldEnds;
	});

	it.each([
		['a redirect', '/held/302/%2Fpicture', { bytes: picture }],
		['a failure', '/held/404', failed('The host answered with status 404.')],
	])('with the head of %s, whose body may never end', async (_what, path, answer) => {
		expect(await fetchFrom(path, { timeoutMs: 600_000 })).toEqual(answer);
		await heldEnds;
	});

	it('before it began, when the caller was gone already', async () => {
		await fetchFrom('/picture', {}, AbortSignal.abort());
		expect(host.asked).toEqual([]);
	});
});

describe('a host that gives no answer', () => {
	afterEach(() => {
		jest.restoreAllMocks();
	});

	it.each([
		['ENOTFOUND', 'The host name is not known.'],
		['EAI_AGAIN', 'The host name could not be looked up; try again later.'],
		['CERT_HAS_EXPIRED', "The host's certificate has expired."],
		['DEPTH_ZERO_SELF_SIGNED_CERT', "The host's certificate is not from a known authority."],
		['SELF_SIGNED_CERT_IN_CHAIN', "The host's certificate is not from a known authority."],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', "The host's certificate is not from a known authority."],
		['ERR_TLS_CERT_ALTNAME_INVALID', "The host's certificate is for another name."],
		...['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ETIMEDOUT', ''].map((code) => [
			code,
			'The host could not be reached.',
		]),
	])(
		'fails for its name or certificate in words, and else tells no scanner why: %s',
		async (code, sentence) => {
			jest.spyOn(axios, 'get').mockRejectedValue(new AxiosError('connect 192.0.2.1:22', code));
			expect(await fetchFrom('https://a.example/')).toEqual(failed(sentence));
		},
	);

	it('fails without the words of a fault of our own', async () => {
		const fault = Object.assign(new Error('maxContentLength'), { code: 'ENOTFOUND' });
		jest.spyOn(axios, 'get').mockRejectedValue(fault);
		expect(await fetchFrom('https://a.example/')).toEqual(failed('The host could not be reached.'));
	});
});

describe('an address that is not fetched from', () => {
	it('is one without a listener for refusals, too', async () => {
		expect(await fetchFrom('/picture', { allowNetworks: [] })).toMatchObject({
			code: 'ModelArts.4603',
			message: expect.stringContaining('does not fetch from this address'),
		});
		expect(await fetchFrom('/picture', { ports: [80] })).toEqual(
			failed('The service fetches from the ports 80 only.'),
		);
		expect(host.asked).toEqual([]);
	});

	it('is fetched from when its port is one of those opened', async () => {
		expect(await fetchFrom('/picture', { ports: [80, host.port] })).toEqual({ bytes: picture });
	});
});

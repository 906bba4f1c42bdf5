import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ImageDownloader } from '../../src/fetch/download';
import { testConfig } from '../support/accounts';
import { obtainToken, send, v2Path } from '../support/client';
import { startPictureHost, type PictureHost } from '../support/picture-host';
import { runService } from '../support/run-service';

/** PORT stands for a port on which something would answer. */
const refused = [
	'http://127.0.0.1:PORT/',
	'http://127.255.255.254:PORT/',
	'http://0.0.0.0:PORT/',
	'http://localhost:PORT/',
	'http://LOCALHOST:PORT/',
	'http://[::1]:PORT/',
	'http://[::]:PORT/',
	'http://[0:0:0:0:0:0:0:1]:PORT/',
	'http://[::ffff:127.0.0.1]:PORT/',
	'http://[::ffff:7f00:1]:PORT/',
	'http://[0:0:0:0:0:ffff:127.0.0.1]:PORT/',
	'http://[::127.0.0.1]:PORT/',
	'http://[64:ff9b::127.0.0.1]:PORT/',
	'http://[64:ff9b:1::7f00:1]:PORT/',
	'http://[2002:7f00:1::]:PORT/',
	'http://[2001:0:4136:e378:8000:63bf:80ff:fffe]:PORT/',
	'http://[fe80::1]:PORT/',
	'http://[fec0::1]:PORT/',
	'http://[fc00::1]:PORT/',
	'http://[fd00:ec2::254]/latest/meta-data/',
	'http://[ff02::1]:PORT/',
	'http://[2001:db8::1]:PORT/',
	'http://[100::1]:PORT/',
	'http://10.0.0.1/',
	'http://172.16.0.1/',
	'http://172.31.255.255/',
	'http://192.168.1.1/',
	'http://169.254.169.254/latest/meta-data/',
	'http://[::ffff:169.254.169.254]/latest/meta-data/',
	'http://168.63.129.16/metadata',
	'http://100.64.0.1/',
	'http://100.100.100.200/latest/meta-data/',
	'http://192.0.0.192/',
	'http://192.0.2.1/',
	'http://198.18.0.1/',
	'http://198.51.100.1/',
	'http://203.0.113.1/',
	'http://224.0.0.1/',
	'http://240.0.0.1/',
	'http://255.255.255.255/',
	'HTTP://127.0.0.1:PORT/',
	'https://127.0.0.1:PORT/',
];

const numbers = [
	'http://127.1:PORT/',
	'http://127.0.1:PORT/',
	'http://127.000.000.001:PORT/',
	'http://2130706433:PORT/',
	'http://0x7f000001:PORT/',
	'http://0x7f.0x0.0x0.0x1:PORT/',
	'http://0177.0.0.1:PORT/',
	'http://017700000001:PORT/',
	'http://0x7f.1:PORT/',
	'http://127.0.0.1.:PORT/',
	'http://0:PORT/',
	'http://169.254.169.254.:80/openstack/latest',
	'http://0xa9fea9fe/latest/meta-data/',
	'http://2852039166/latest/meta-data/',
	'http://①②⑦.⓪.⓪.①:PORT/',
	'http://127。0。0。1:PORT/',
];

const persons = [
	'http://127.0.0.1%2f@example.com:PORT/',
	'http://example.com@127.0.0.1:PORT/',
	'http://user:password@127.0.0.1:PORT/',
];

const incomplete = [
	'http://[::1%25lo]:PORT/',
	'http://example.com#@127.0.0.1:PORT\\/',
	'http:\\\\127.0.0.1:PORT\\',
	'http:127.0.0.1:PORT/',
	'http:/127.0.0.1:PORT/',
	'http:///127.0.0.1:PORT/',
	'//127.0.0.1:PORT/',
	' http://127.0.0.1:PORT/',
	'http://127.0.0.1:PORT/\r\nX-Injected: 1',
	'ht\ntp://127.0.0.1:PORT/',
	'http://127.0.0.1\t:PORT/',
	'file:///etc/passwd',
	'ftp://127.0.0.1:PORT/',
	'gopher://127.0.0.1:PORT/_',
	'data:image/png;base64,iVBORw0KGgo=',
	'blob:http://127.0.0.1:PORT/x',
	'unix:/var/run/docker.sock',
	'javascript:alert(1)',
];

const sentences = {
	refused:
		'The service does not fetch from this address: it is neither on the public internet nor in a network opened to it.',
	numbers: 'A numeric host must be written as four decimal numbers.',
	persons: 'It must not hold a user name or password.',
	incomplete: 'It must be a complete http:// or https:// address without blanks.',
};

const closed = { allowNetworks: [], denyNetworks: [], timeoutMs: 5_000, maxBytes: 1_000 };

let host: PictureHost;
/** Sockets that this process began to connect. */
let connections = 0;
const count = () => void connections++;

beforeAll(async () => {
	host = await startPictureHost((_request, response) => response.end('reached'));
	subscribe('net.client.socket', count);
});

afterAll(async () => {
	unsubscribe('net.client.socket', count);
	await host.close();
});

beforeEach(() => {
	connections = 0;
	host.asked.length = 0;
});

const fetchFrom = (
	spelling: string,
	options: Partial<ConstructorParameters<typeof ImageDownloader>[0]> = {},
) => {
	const refusals: string[] = [];
	const downloader = new ImageDownloader({ ...closed, ports: 'any', ...options }, () =>
		refusals.push(spelling),
	);
	const url = spelling.replaceAll('PORT', String(host.port));
	const read = async (file: Readable) => Buffer.concat((await file.toArray()) as Buffer[]);
	return downloader.fetch(url, { signal: new AbortController().signal, read }).then(
		(bytes) => ({ bytes: bytes.toString(), refusals }),
		(error: Error & { code: string }) => ({ code: error.code, message: error.message, refusals }),
	);
};

it('the hook and the host see what is fetched', async () => {
	const allowNetworks = ['127.0.0.1'];
	expect(await fetchFrom('http://127.0.0.1:PORT/', { allowNetworks })).toMatchObject({
		bytes: 'reached',
	});
	expect(connections).toBe(1);
	expect(host.asked).toEqual(['/']);
});

describe('no connection is tried, and its own sentence is given, for', () => {
	it.each(refused)('the refused address %j', async (spelling) => {
		expect(await fetchFrom(spelling)).toEqual({
			code: 'ModelArts.4603',
			message: `The file failed to be downloaded from the external URL. ${sentences.refused}`,
			refusals: [spelling],
		});
		expect(host.asked).toEqual([]);
		// A name is looked up by a socket, which is then not connected.
		if (!/localhost/i.test(spelling)) expect(connections).toBe(0);
	});

	it.each([
		...numbers.map((spelling) => [spelling, sentences.numbers]),
		...persons.map((spelling) => [spelling, sentences.persons]),
		...incomplete.map((spelling) => [spelling, sentences.incomplete]),
	])('the bad URL %j', async (spelling, sentence) => {
		expect(await fetchFrom(spelling)).toEqual({
			code: 'ModelArts.4601',
			message: `The external URL is invalid. ${sentence}`,
			refusals: [],
		});
		expect(connections).toBe(0);
	});

	it.each([
		['http://93.184.216.34:22/', [80, 443]],
		['https://93.184.216.34:80/', [443]],
		['http://93.184.216.34/', [443]],
	])('the port of %j, where %j are open', async (spelling, ports) => {
		expect(await fetchFrom(spelling, { ports })).toEqual({
			code: 'ModelArts.4603',
			message: `The file failed to be downloaded from the external URL. The service fetches from the ports ${ports.join(', ')} only.`,
			refusals: [spelling],
		});
		expect(connections).toBe(0);
	});
});

it('a redirect to a refused address is refused like the address itself', async () => {
	const redirecting = await startPictureHost((_request, response) =>
		response.writeHead(302, { Location: 'http://169.254.169.254/latest/meta-data/' }).end(),
	);
	const allowNetworks = ['127.0.0.1', '169.254.169.254'];
	const answer = await fetchFrom(redirecting.url, { allowNetworks });
	await redirecting.close();
	expect(answer).toMatchObject({
		code: 'ModelArts.4603',
		message: expect.stringContaining(sentences.refused),
	});
	expect(connections).toBe(1);
});

it('an open and a closed port of a host that may be reached differ in nothing but an answer over HTTP', async () => {
	const allowNetworks = ['127.0.0.1'];
	const gone = await startPictureHost(() => undefined);
	await gone.close();
	const mute = await startPictureHost((request) => void request.socket.destroy());
	const [closedPort, openPort] = [
		await fetchFrom(gone.url, { allowNetworks }),
		await fetchFrom(mute.url, { allowNetworks }),
	];
	await mute.close();
	expect({ ...closedPort, refusals: [] }).toEqual({ ...openPort, refusals: [] });
});

it('a running service refuses, and counts it', async () => {
	const service = await runService(testConfig());
	const headers = { 'X-Auth-Token': await obtainToken(service) };
	const { status, data } = await send(service, {
		path: v2Path,
		body: { url: 'http://127.0.0.1/' },
		headers,
	});
	expect({ status, ...data }).toMatchObject({ status: 400, error_code: 'ModelArts.4603' });
	expect(data.error_msg).toContain(sentences.refused);
	const metrics = await send(service, { path: '/metrics' });
	expect(metrics.data).toMatch(/^image_tagging_downloads_refused_total 1$/m);
	await service.stop();
});

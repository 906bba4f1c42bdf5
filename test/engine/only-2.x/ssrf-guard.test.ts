import { join } from 'node:path';

import { accounted, bitmap, faultRig } from '../../support/fault-rig';
import { answer, faultyServer, type FaultyServer } from '../../support/faulty-server';

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: FaultyServer;

/** n8n's guard against addresses of the private network is on, but for the name of this machine. */
beforeAll(async () => {
	process.env.N8N_SSRF_PROTECTION_ENABLED = 'true';
	process.env.N8N_SSRF_ALLOWED_HOSTNAMES = 'localhost';
	process.env.N8N_SSRF_BLOCKED_HOSTNAMES = 'blocked.example.com';
	rig = await faultRig(join(__dirname, '../../..'));
	server = await faultyServer();
});
afterAll(async () => {
	await server.close();
	rig.stop();
});

const picture = answer(200, bitmap(7), { 'Content-Type': 'image/bmp' });
const isDownload = (path = '') => path.startsWith('/photo');

/** Tags one picture that n8n downloads: what became of it, and the paths that were asked for. */
async function tagged(address: string, service = 'localhost') {
	const { port } = new URL(server.url);
	const on = (host: string) => `http://${host}:${port}`;
	server.script(({ request: { url } }) => {
		if (url === '/photo-moved') return answer(302, '', { Location: `${on('127.0.0.1')}/photo` });
		return isDownload(url) ? picture : undefined;
	});
	const result = await rig.run({
		url: on(service),
		items: 1,
		onError: 'continueRegularOutput',
		parameters: { imageSource: 'url', url: address.replace('PORT', port) },
		options: { downloadUrl: true as never },
	});
	const [outcome] = accounted(result);
	return { json: outcome?.json ?? {}, asked: server.seen.map(({ path }) => path) };
}

const BLOCKED = {
	code: 'BLOCKED_BY_N8N',
	attempts: 1,
	reason: expect.stringMatching(/^The image could not be downloaded: The SSRF protection of n8n/),
	remedy: expect.stringContaining('N8N_SSRF_ALLOWED_HOSTNAMES'),
};

describe("with n8n's SSRF protection, a download", () => {
	it.each([
		['http://127.0.0.1:PORT/photo'],
		['http://[::1]:PORT/photo'],
		['http://2130706433:PORT/photo'],
		['http://10.1.2.3/photo'],
		['http://169.254.169.254/latest/meta-data/'],
		['http://blocked.example.com/photo'],
	])('from a forbidden address is refused, and says so: %s', async (address) => {
		const { json, asked } = await tagged(address);
		expect(json.details).toMatchObject(BLOCKED);
		expect(asked).toEqual([]);
	});

	it('that is redirected to a forbidden address is refused there', async () => {
		const { json, asked } = await tagged('http://localhost:PORT/photo-moved');
		expect(json.details).toMatchObject(BLOCKED);
		expect(asked).toEqual(['/photo-moved']);
	});

	it('from an allowed host is tagged', async () => {
		const { json, asked } = await tagged('http://localhost:PORT/photo');
		expect(json.tag_names).toEqual(['cup']);
		expect(asked).toEqual(['/photo', '/v2/p1/image/tagging']);
	});
});

it('with it, a service in the private network is refused in one attempt, and says so', async () => {
	const { json } = await tagged('http://localhost:PORT/photo', '127.0.0.1');
	expect(json.details).toMatchObject({
		code: 'BLOCKED_BY_N8N',
		attempts: 1,
		reason: expect.stringMatching(/^The SSRF protection of n8n does not allow/),
		remedy: expect.stringContaining('N8N_SSRF_ALLOWED_IP_RANGES'),
	});
});

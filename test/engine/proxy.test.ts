import { join } from 'node:path';

import { faultRig } from '../support/fault-rig';
import { faultyServer, type FaultyServer } from '../support/faulty-server';
import { forwardProxy } from '../support/forward-proxy';
import { selfSigned } from '../support/tls/self-signed';

let rig: Awaited<ReturnType<typeof faultRig>>;
let proxy: Awaited<ReturnType<typeof forwardProxy>>;
let server: FaultyServer;

beforeAll(async () => {
	rig = await faultRig(join(__dirname, '../..'));
});
afterAll(() => rig.stop());
afterEach(async () => {
	for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) delete process.env[name];
	await proxy.close();
	await server.close();
});

async function start(scheme: string, refuses: boolean) {
	proxy = await forwardProxy(refuses);
	server = await faultyServer(scheme === 'https' ? selfSigned : undefined);
	for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) process.env[name] = proxy.url;
	return await rig.run({ url: server.url, items: 5, onError: 'continueRegularOutput' });
}

describe("a proxy in n8n's environment", () => {
	it('passes requests on', async () => {
		const result = await start('http', false);
		expect(result.json('Image Tagging').map(({ tag_count }) => tag_count)).toEqual([1, 1, 1, 1, 1]);
		const { host } = new URL(server.url);
		// The lookup of the project goes the same way.
		expect(proxy.asked).toHaveLength(6);
		for (const line of proxy.asked) expect(line).toContain(` http://${host}/`);
		expect(server.seen.map(({ headers }) => headers.host)).toEqual(Array(5).fill(host));
	});

	it.each(['http', 'https'])('is told of when it wants a password: %s', async (scheme) => {
		const result = await start(scheme, true);
		expect(result.items('Image Tagging')).toHaveLength(5);
		for (const { error, details } of result.json('Image Tagging')) {
			expect(error).toMatch(/proxy between n8n and the service wants a user name and password/);
			expect(details).toMatchObject({ remedy: expect.stringContaining('HTTPS_PROXY') });
		}
		expect(server.seen).toEqual([]);
	});
});

import { join } from 'node:path';

import { faultRig } from '../../support/fault-rig';
import { faultyServer } from '../../support/faulty-server';
import { forwardProxy } from '../../support/forward-proxy';
import { selfSigned } from '../../support/tls/self-signed';

// n8n 1.x checks certificates behind a proxy whatever a request says.
it('Ignore SSL Issues holds behind a proxy too', async () => {
	const rig = await faultRig(join(__dirname, '../../..'));
	const proxy = await forwardProxy();
	const server = await faultyServer(selfSigned);
	process.env.HTTPS_PROXY = proxy.url;
	const credential = { allowUnauthorizedCerts: true };
	const result = await rig.run({ url: server.url, items: 5, credential });
	delete process.env.HTTPS_PROXY;
	await proxy.close();
	await server.close();
	rig.stop();
	expect(result.error).toBeUndefined();
	expect(result.items('Image Tagging')).toHaveLength(5);
	expect(server.seen).toHaveLength(5);
	for (const line of proxy.asked) expect(line).toBe(`CONNECT ${new URL(server.url).host}`);
});

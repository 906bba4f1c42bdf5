import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { acme, testConfig } from '../support/accounts';
import { forge } from '../support/forge';
import { logged, refused, reloaded, replaceConfig } from '../support/reloads';
import { runService, type RunningService } from '../support/run-service';

const call = { method: 'GET', path: '/v3/projects' };
const key = { ak: 'ACMENEWKEY0000000001', sk: 'acme-new-secret-0000000001' };
const withKey = testConfig({ accounts: [{ ...acme, accessKeys: [key] }] });

/** What the service says after files have changed, without a signal. */
const followed = (service: RunningService, outcome = reloaded, times = 1) =>
	logged(service, ['"cause":"a changed file"', outcome], times);

let folder: string;
const inFolder = (name: string) => join(folder, name);

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'image-service-files-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a running service follows', () => {
	let service: RunningService;
	afterEach(() => service.stop());

	it('a configuration that a new file takes the place of', async () => {
		service = await runService(testConfig());
		replaceConfig(service, withKey);
		await followed(service);
		expect((await forge(service, { call, key })).status).toBe(200);
	});

	it('one that is written in place, but not what is half written', async () => {
		service = await runService(testConfig());
		const text = JSON.stringify(withKey);
		writeFileSync(service.file, text.slice(0, 100));
		await followed(service, refused);
		expect((await forge(service, { call })).status).toBe(200);
		writeFileSync(service.file, text);
		await followed(service);
		expect((await forge(service, { call, key })).status).toBe(200);
	});

	it('links that lead elsewhere, as a cluster changes what it has mounted', async () => {
		const versions = { one: testConfig(), two: withKey };
		for (const [name, config] of Object.entries(versions)) {
			mkdirSync(inFolder(name));
			writeFileSync(inFolder(`${name}/service.json`), JSON.stringify(config), { mode: 0o600 });
		}
		symlinkSync('one', inFolder('data'));
		symlinkSync('data/service.json', inFolder('service.json'));
		service = await runService(undefined, { IMAGE_SERVICE_CONFIG: inFolder('service.json') });
		symlinkSync('two', inFolder('data.new'));
		renameSync(inFolder('data.new'), inFolder('data'));
		await followed(service);
		expect((await forge(service, { call, key })).status).toBe(200);
	});

	it('the file of a secret, once it is there', async () => {
		const skFile = inFolder('sk');
		service = await runService(testConfig());
		replaceConfig(
			service,
			testConfig({ accounts: [{ ...acme, accessKeys: [{ ak: key.ak, skFile }] }] }),
		);
		expect(await followed(service, refused)).toContain('accounts[0].accessKeys[0].skFile');
		writeFileSync(skFile, key.sk);
		await followed(service);
		expect((await forge(service, { call, key })).status).toBe(200);
	});

	it('its certificate, and shows the new one to whoever connects then', async () => {
		const name = (which: string) => {
			const [keyFile, certificateFile] = [inFolder('new-key.pem'), inFolder('new-cert.pem')];
			execFileSync(
				'openssl',
				[
					...[
						'req',
						'-x509',
						'-newkey',
						'ec',
						'-pkeyopt',
						'ec_paramgen_curve:prime256v1',
						'-nodes',
					],
					...['-subj', `/CN=${which}`, '-days', '1', '-keyout', keyFile, '-out', certificateFile],
				],
				{ stdio: 'ignore' },
			);
			renameSync(keyFile, inFolder('key.pem'));
			renameSync(certificateFile, inFolder('cert.pem'));
		};
		name('first');
		const tls = { certificateFile: inFolder('cert.pem'), keyFile: inFolder('key.pem') };
		service = await runService(testConfig({ tls }));
		const open = await greet(service);
		expect(open.name).toBe('first');
		name('second');
		await followed(service);
		const next = await greet(service);
		expect(next.name).toBe('second');
		expect(await open.ask()).toMatch(/^HTTP\/1\.1 200 /);
		open.end();
		next.end();
		writeFileSync(inFolder('cert.pem'), 'no certificate');
		expect(await followed(service, refused)).toContain(
			'tls.certificateFile names a file that is not a certificate in PEM.',
		);
		const last = await greet(service);
		expect(last.name).toBe('second');
		last.end();
	});
});

/** A connection of its own: whom the service says that it is, and a request on it. */
async function greet({ url }: RunningService) {
	const { hostname, port } = new URL(url);
	const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
	await new Promise<void>((resolve, reject) => {
		socket.once('secureConnect', () => resolve()).once('error', reject);
	});
	return {
		name: socket.getPeerCertificate().subject.CN,
		ask: () =>
			new Promise<string>((resolve) => {
				socket.once('data', (data: Buffer) => resolve(data.toString()));
				socket.write(`GET /healthz HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
			}),
		end: () => socket.destroy(),
	};
}

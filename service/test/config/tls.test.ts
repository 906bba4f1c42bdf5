import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, loadSettings } from '../../src/config/load';
import { testConfig } from '../support/accounts';
import { runService } from '../support/run-service';

let folder: string;
const inFolder = (name: string) => join(folder, name);

function makeCertificate(certificate: string, key: string): void {
	execFileSync(
		'openssl',
		[
			...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
			...['-subj', '/CN=localhost', '-days', '1'],
			...['-keyout', inFolder(key), '-out', inFolder(certificate)],
		],
		{ stdio: 'ignore' },
	);
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'image-service-tls-'));
	makeCertificate('cert.pem', 'key.pem');
	makeCertificate('other-cert.pem', 'other-key.pem');
	writeFileSync(inFolder('text.pem'), 'neither a certificate nor a key');
});

afterAll(() => rmSync(folder, { recursive: true }));

it('the service speaks HTTPS with a certificate and key', async () => {
	const tls = { certificateFile: inFolder('cert.pem'), keyFile: inFolder('key.pem') };
	const service = await runService(testConfig({ tls }));
	try {
		expect(service.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
		const status = await new Promise((resolve, reject) => {
			request(`${service.url}/healthz`, { rejectUnauthorized: false }, (response) => {
				response.resume();
				resolve(response.statusCode);
			})
				.on('error', reject)
				.end();
		});
		expect(status).toBe(200);
	} finally {
		await service.stop();
	}
});

describe('a configuration is refused in one sentence that names the field:', () => {
	it.each([
		['a certificate that is not there', 'none.pem', 'key.pem', /^tls\.certificateFile can't be/],
		['a key that is not there', 'cert.pem', 'none.pem', /^tls\.keyFile can't be read/],
		['text for a certificate', 'text.pem', 'key.pem', /^tls\.certificateFile names a file that is/],
		['a certificate for a key', 'cert.pem', 'cert.pem', /^tls\.keyFile names a file that is not/],
		['the key of another', 'cert.pem', 'other-key.pem', /^tls\.keyFile is not the key of the/],
	])('%s', (_what, certificateFile, keyFile, words) => {
		const file = inFolder('config.json');
		writeFileSync(file, JSON.stringify(testConfig({ tls: { certificateFile, keyFile } })));
		const load = () => loadSettings({ IMAGE_SERVICE_CONFIG: file });
		expect(load).toThrow(ConfigError);
		expect(load).toThrow(words);
	});
});

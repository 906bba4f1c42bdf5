import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { obtainToken, photo, send, v2Path } from '../support/client';
import { startPictureHost } from '../support/picture-host';
import type { RunningService } from '../support/run-service';
import { hasStrace, readTrace, trace } from './strace';

const main = join(__dirname, '../../dist/main.js');
const photos = readdirSync(join(__dirname, '../../../examples/photos'));

/** Where strace is not installed (apt install strace), these tests are skipped. */
const itWithStrace = hasStrace ? it : it.skip;

let folder: string;
let options: { cwd: string; env: Record<string, string> };
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'image-service-privacy-'));
	for (const name of ['home', 'tmp', 'cwd']) mkdirSync(join(folder, name));
	// The user's environment asks for telemetry, which must not count.
	const env = {
		HOME: join(folder, 'home'),
		TMPDIR: join(folder, 'tmp'),
		ORT_DISABLE_TELEMETRY: '0',
	};
	options = { cwd: join(folder, 'cwd'), env: { PATH: process.env.PATH ?? '', ...env } };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** All that lies in the folders that a process calls its own. */
const left = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

/** Devices and the kernel's own files, which keep nothing. */
const isFile = (path: string) => !/^\/(dev\/(null|tty|u?random)|proc\/self\/)/.test(path);

itWithStrace(
	'the service starts, tags 20 images and one of a URL, and stops: it calls only that URL, and changes no file',
	async () => {
		const host = await startPictureHost((_request, response) =>
			response.end(Buffer.from(photo('coffee.jpg'), 'base64')),
		);
		const config = join(folder, 'config.json');
		const urlFetch = { allowNetworks: ['127.0.0.1/32'], ports: [host.port] };
		writeFileSync(config, JSON.stringify(testConfig({ urlFetch, workers: 2 })), { mode: 0o600 });
		const before = [...left(), 'trace'].sort();

		const traced = trace(join(folder, 'trace'), [main, '--config', config, '--port', '0'], options);
		const closed = once(traced, 'close');
		let log = '';
		traced.stderr?.on('data', (data: Buffer) => (log += data.toString()));
		const ended = closed.then(() => Promise.reject(new Error(`It ended too early: ${log}`)));
		const firstLine = once(createInterface(traced.stdout as Readable), 'line');
		const [line] = (await Promise.race([firstLine, ended])) as [string];
		ended.catch(() => undefined);
		const url = (JSON.parse(line) as { listening: string }).listening;
		const service = { url } as RunningService;
		const headers = { 'X-Auth-Token': await obtainToken(service) };
		const tag = async (body: object) => {
			const { status, data } = await send(service, { path: v2Path, body, headers });
			expect([status, data.error_msg]).toEqual([200, undefined]);
		};
		for (let i = 0; i < 20; i++) await tag({ image: photo(photos[i % photos.length]) });
		await tag({ url: `${host.url}/coffee.jpg` });
		const pid = Number(/^(\d+)/.exec(readFileSync(join(folder, 'trace'), 'utf8'))?.[1]);
		process.kill(pid, 'SIGTERM');
		expect(await closed).toEqual([0, null]);
		await host.close();

		const seen = readTrace(join(folder, 'trace'));
		expect(host.asked).toEqual(['/coffee.jpg']);
		expect(seen.addresses).toEqual([`127.0.0.1:${host.port}`]);
		expect(seen.listening).toEqual(['127.0.0.1:0']);
		expect(seen.changed.filter(isFile)).toEqual([]);
		expect(left()).toEqual(before);
	},
);

itWithStrace(
	'a process that asks for a name, connects and writes a file is seen doing so',
	async () => {
		const code = `
		require('node:fs').writeFileSync('left-behind', '');
		require('node:fs').mkdirSync(process.env.HOME + '/cache');
		require('node:dns').resolve4('example.invalid', () => {});
		require('node:net').connect(9, '127.0.0.9').on('error', () => {});
		setTimeout(process.exit, 1000);
	`;
		const traced = trace(join(folder, 'trace'), ['-e', code], options);
		await once(traced, 'close');
		const seen = readTrace(join(folder, 'trace'));
		expect(seen.addresses).toContain('127.0.0.9:9');
		expect(seen.addresses.some((address) => address.endsWith(':53'))).toBe(true);
		expect(seen.changed.filter(isFile)).toEqual(['left-behind', join(folder, 'home/cache')]);
	},
);

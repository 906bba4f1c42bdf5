import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
let folder: string;
let files: string[];
let tarball: string;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'packed-'));
	const run = (command: string, args: string[]) => {
		const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
		if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
		return stdout;
	};
	run('npm', ['pack', '--silent', '--pack-destination', folder]);
	tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
	files = run('tar', ['-tzf', tarball])
		.trim()
		.split('\n')
		.map((path) => path.replace(/^package\//, ''));
	run('tar', ['-xzf', tarball, '-C', folder]);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package that npm would publish', () => {
	it('holds node, credential, codex and icons, and nothing of tests, photos, maps or sources', () => {
		expect(files).toEqual(
			expect.arrayContaining([
				'LICENSE',
				'README.md',
				'package.json',
				'dist/credentials/HuaweiCloudApi.credentials.js',
				'dist/credentials/huaweicloud.svg',
				'dist/credentials/huaweicloud.dark.svg',
				'dist/nodes/ImageTagging/ImageTagging.node.js',
				'dist/nodes/ImageTagging/ImageTagging.node.json',
				'dist/nodes/ImageTagging/pictures.js',
				'dist/nodes/ImageTagging/imageTagging.svg',
				'dist/nodes/ImageTagging/imageTagging.dark.svg',
			]),
		);
		expect(files.filter((path) => /test|\.map$|\.jpe?g$|\.ts$|\.onnx$/i.test(path))).toEqual([]);
	});

	it('is small', () => {
		expect(statSync(tarball).size).toBeLessThan(300 * 1024);
	});

	it('loads in a plain Node, without anything but n8n-workflow', () => {
		const scripts = files.filter((path) => path.endsWith('.js'));
		const load = scripts.map((path) => `require(${JSON.stringify(join(folder, 'package', path))})`);
		const { status, stderr } = spawnSync(process.execPath, ['-e', load.join(';')], {
			cwd: root,
			env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
			encoding: 'utf8',
		});
		expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
	});

	it('has no runtime dependencies', async () => {
		const manifest = (await import(join(folder, 'package/package.json'))) as object;
		expect(manifest).not.toHaveProperty('dependencies');
	});
});

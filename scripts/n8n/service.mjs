import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../lib/prepare.mjs';
import { Failure } from './failure.mjs';
import { freePort, isTaken } from './ports.mjs';
import { answers, startProcess } from './process.mjs';

/** Loading the model is what takes time. */
const START_TIMEOUT_MS = 120_000;

/** The service's own port when it is free, so that a saved credential keeps pointing at it. */
const USUAL_PORT = 8089;

/** The account that a service has without a configuration: loopback only, so none of this is a secret. */
export const DEMO_ACCOUNT = {
	accountName: 'demo',
	userName: 'demo',
	password: 'demo-password',
	accessKeyId: 'LOCALDEMOACCESSKEY01',
	secretAccessKey: 'local-demo-secret-access-key-0123456789',
	projectName: 'local-1',
	projectId: '0d3c5a7e9b1f4e2c8a6d0f1e2b3c4d5e',
};

/** The demo account, for a service that fetches pictures from this machine too. */
const DEMO_CONFIG = {
	region: DEMO_ACCOUNT.projectName,
	accounts: [
		{
			name: DEMO_ACCOUNT.accountName,
			projects: [{ id: DEMO_ACCOUNT.projectId, name: DEMO_ACCOUNT.projectName }],
			users: [{ name: DEMO_ACCOUNT.userName, password: DEMO_ACCOUNT.password }],
			accessKeys: [{ ak: DEMO_ACCOUNT.accessKeyId, sk: DEMO_ACCOUNT.secretAccessKey }],
		},
	],
	urlFetch: { allowNetworks: ['127.0.0.0/8'], ports: 'any' },
};

/**
 * Starts the self-hosted Image Tagging service on loopback.
 *
 * @param {{config?: string, port?: number, onOutput?: (text: string) => void}} [options] `config`:
 *   path of its settings; without one it has the demo account and fetches from this machine too
 * @returns {Promise<{url: string, pid: number | undefined, ended: Promise<unknown>, stop: () => Promise<void>}>}
 * @throws {Failure} the service is not built or does not start
 */
export async function startService({ config, port, onOutput } = {}) {
	const folder = path.join(root, 'service');
	const main = path.join(folder, 'dist/main.js');
	if (!existsSync(main)) {
		throw new Failure('The Image Tagging service is not built yet: run "npm run service" first.');
	}
	const ownPort = port ?? ((await isTaken(USUAL_PORT)) ? await freePort() : USUAL_PORT);
	const url = `http://127.0.0.1:${ownPort}`;
	const temporary = mkdtempSync(path.join(tmpdir(), 'image-tagging-'));
	const demo = path.join(temporary, 'config.json');
	writeFileSync(demo, JSON.stringify(DEMO_CONFIG));
	const env = {
		...process.env,
		IMAGE_SERVICE_HOST: '127.0.0.1',
		IMAGE_SERVICE_PORT: String(ownPort),
		IMAGE_SERVICE_CONFIG: config ?? demo,
	};
	const running = startProcess(process.execPath, [main], { cwd: folder, env }, onOutput);
	void running.ended.finally(() => rmSync(temporary, { recursive: true, force: true }));
	const hasStarted = await answers(`${url}/healthz`, running, START_TIMEOUT_MS);
	if (!hasStarted) {
		await running.stop();
		throw new Failure(`The Image Tagging service did not start; its last words:\n${running.tail}`);
	}
	return { url, pid: running.child.pid, ended: running.ended, stop: () => running.stop() };
}

/**
 * The fields of a credential for the demo account of a service.
 *
 * @param {string} url of the service, which is its IAM too
 * @param {'accessKey' | 'iamUser' | 'token'} [authentication]
 */
export function demoCredential(url, authentication = 'accessKey') {
	const { accountName, userName, password, accessKeyId, secretAccessKey, projectName } =
		DEMO_ACCOUNT;
	const proof = {
		accessKey: { accessKeyId, secretAccessKey },
		iamUser: { accountName, userName, password },
		token: {},
	};
	return {
		authentication,
		...proof[authentication],
		region: 'custom',
		projectName,
		endpoint: url,
		iamEndpoint: url,
	};
}

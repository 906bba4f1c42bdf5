import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The demo account that the service has without a configuration, as the contract names it. */
export const demoAccount = {
	region: 'local-1',
	projectId: '0d3c5a7e9b1f4e2c8a6d0f1e2b3c4d5e',
	account: 'demo',
	user: 'demo',
	password: 'demo-password',
	accessKey: 'LOCALDEMOACCESSKEY01',
	secretKey: 'local-demo-secret-access-key-0123456789',
};

/** Demo account, and downloads from loopback allowed so that tests can serve pictures. */
const configuration = {
	region: demoAccount.region,
	accounts: [
		{
			name: demoAccount.account,
			projects: [{ id: demoAccount.projectId, name: demoAccount.region }],
			users: [{ name: demoAccount.user, password: demoAccount.password }],
			accessKeys: [{ ak: demoAccount.accessKey, sk: demoAccount.secretKey }],
		},
	],
	urlFetch: { allowPrivateNetworks: true },
	workers: 1,
};

export interface RunningService {
	url: string;
	stop(): Promise<void>;
}

/** Starts the built service on a free port with the demo account; `root` is the repository's folder. */
export async function startService(root: string, overrides: object = {}): Promise<RunningService> {
	const folder = mkdtempSync(join(tmpdir(), 'image-tagging-service-'));
	const config = join(folder, 'config.json');
	writeFileSync(config, JSON.stringify({ ...configuration, ...overrides }));
	const child: ChildProcess = spawn(process.execPath, [join(root, 'service/dist/main.js')], {
		env: {
			...process.env,
			IMAGE_SERVICE_HOST: '127.0.0.1',
			IMAGE_SERVICE_PORT: '0',
			IMAGE_SERVICE_CONFIG: config,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let complaints = '';
	child.stderr?.on('data', (chunk) => (complaints += chunk));
	const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
	const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
	const url = await new Promise<string>((resolve, reject) => {
		lines.once('line', (line) => resolve((JSON.parse(line) as { listening: string }).listening));
		void ended.then(() => reject(new Error(`The service did not start: ${complaints.trim()}`)));
	});
	lines.on('line', () => undefined);
	return {
		url,
		async stop() {
			child.kill('SIGTERM');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** Credential data for the service, for each way to authenticate. */
export const serviceCredentials = (url: string) => {
	const shared = {
		region: 'custom',
		projectName: demoAccount.region,
		endpoint: url,
		iamEndpoint: url,
		session: '',
	};
	return {
		accessKey: {
			...shared,
			authentication: 'accessKey',
			accessKeyId: demoAccount.accessKey,
			secretAccessKey: demoAccount.secretKey,
		},
		iamUser: {
			...shared,
			authentication: 'iamUser',
			accountName: demoAccount.account,
			userName: demoAccount.user,
			password: demoAccount.password,
		},
	};
};

import { join } from 'node:path';

import { demoConfig } from '../../service/src/config/demo';
import { runService, type RunningService } from '../../service/test/support/run-service';

export type { RunningService };

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

/**
 * Starts the built service with the demo account; pictures may come from loopback, where tests serve them.
 * @param root the repository's folder
 */
export const startService = (root: string, overrides: object = {}): Promise<RunningService> =>
	runService(
		{ ...demoConfig, urlFetch: { allowNetworks: ['127.0.0.0/8'], ports: 'any' }, ...overrides },
		{},
		join(root, 'service/dist/main.js'),
	);

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

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { startService } from '../support/start-service.mjs';

const picture = join(import.meta.dirname, '../../../examples/photos/march-pastoral.jpg');

const account = {
	name: 'acme',
	projects: [{ id: 'a0000000000000000000000000000001', name: 'test-1' }],
	users: [{ name: 'ann', password: 'ann-password-1' }],
	accessKeys: [{ ak: 'ACMEPERMANENTKEY0001', sk: 'acme-permanent-secret-0001' }],
};

/** The address and keys that every client reads from its environment. */
const environment = (endpoint) => ({
	ENDPOINT: endpoint,
	REGION: account.projects[0].name,
	IAM_ACCOUNT: account.name,
	IAM_USER: account.users[0].name,
	IAM_PASSWORD: account.users[0].password,
	ACCESS_KEY: account.accessKeys[0].ak,
	SECRET_KEY: account.accessKeys[0].sk,
});

const post = (url, body, headers = {}) =>
	fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', ...headers },
		body: JSON.stringify(body),
	});

/** The picture's tags, asked for as plainly as can be. */
async function tagPlainly(endpoint) {
	const { name, password } = account.users[0];
	const user = { name, password, domain: { name: account.name } };
	const identity = { methods: ['password'], password: { user } };
	const scope = { project: { name: account.projects[0].name } };
	const login = await post(`${endpoint}/v3/auth/tokens`, { auth: { identity, scope } });
	const image = readFileSync(picture, 'base64');
	const token = login.headers.get('x-subject-token');
	const answer = await post(`${endpoint}/v1.0/image/tagging`, { image }, { 'X-Auth-Token': token });
	return answer.json();
}

/**
 * The service with a photo in a file and at an address.
 * @returns environments for a client, by what they make it send, and the answer that all must print
 */
export async function startRig() {
	const host = createServer((_request, response) => response.end(readFileSync(picture)));
	await once(host.listen(0, '127.0.0.1'), 'listening');
	const urlFetch = { allowNetworks: ['127.0.0.0/8'], ports: 'any' };
	const service = await startService({ region: 'test-1', accounts: [account], urlFetch });
	const env = environment(service.url);
	return {
		environments: {
			file: { ...env, IMAGE: picture },
			URL: { ...env, IMAGE: `http://127.0.0.1:${host.address().port}/photo.jpg` },
		},
		expected: await tagPlainly(service.url),
		async stop() {
			host.close();
			await service.stop();
		},
	};
}

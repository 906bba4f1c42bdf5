import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigError, loadSettings } from '../../src/config/load';
import { acme, testConfig } from '../support/accounts';
import { obtainToken, send, tokenBody, v2Path } from '../support/client';
import { runService, runToEnd } from '../support/run-service';

/** Starts the service, which has to end at once, with one sentence on standard error and nothing else. */
async function expectEnd(words: RegExp, config?: unknown, env: Record<string, string> = {}) {
	const { code, stdout, stderr } = await runToEnd(config, env);
	expect(code).toBe(1);
	expect(stdout).toBe('');
	expect(stderr.trim().split('\n')).toHaveLength(1);
	expect(stderr).toMatch(words);
}

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'image-service-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The sentence of the same refusal, without the service around it. */
function expectRefusal(words: RegExp, config?: unknown, env: Record<string, string> = {}): string {
	const file = join(folder, 'config.json');
	if (config !== undefined) {
		writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
	}
	const settings = { IMAGE_SERVICE_CONFIG: config === undefined ? '' : file, ...env };
	let sentence = '';
	try {
		loadSettings(settings);
	} catch (error) {
		if (!(error instanceof ConfigError)) throw error;
		sentence = error.message;
	}
	expect(sentence).toMatch(words);
	expect(sentence).not.toContain('\n');
	return sentence;
}

describe('a configuration is refused in one sentence with the path of the wrong field:', () => {
	const account = (changes: object) => testConfig({ accounts: [{ ...acme, ...changes }] });

	it.each([
		['no accounts', { region: 'x' }, /accounts is missing/],
		[
			'an empty list of accounts',
			testConfig({ accounts: [] }),
			/accounts is wrong: it must not be empty\./,
		],
		[
			'a user without a password',
			account({ users: [{ name: 'x' }] }),
			/accounts\[0\]\.users\[0\] is wrong: it must have either password or passwordHash/,
		],
		['a setting that does not exist', testConfig({ wrokers: 2 }), /wrokers is not a setting/],
		[
			'one that does not exist deeper down',
			testConfig({ limits: { rate: 1 } }),
			/limits\.rate is not a setting/,
		],
		[
			'a misspelled one that is missing now',
			account({ users: [{ name: 'x', pasword: 'y' }] }),
			/accounts\[0\]\.users\[0\]\.pasword is not a setting/,
		],
		...['MY KEY', 'MY,KEY', 'MY/KEY', '密钥'].map(
			(ak) =>
				[
					`the key "${ak}", which no signature can name`,
					account({ accessKeys: [{ ak, sk: 'x' }] }),
					/accounts\[0\]\.accessKeys\[0\]\.ak is wrong: it must be ASCII/,
				] as const,
		),
		[
			'a limit below 1',
			testConfig({ limits: { concurrentRequests: 0 } }),
			/limits\.concurrentRequests is wrong: it must be at least 1\./,
		],
		[
			'a lock of more seconds than a timer has',
			testConfig({ limits: { authLockSeconds: 2_592_000 } }),
			/limits\.authLockSeconds is wrong: it must be at most 2147483\./,
		],
		...['10.0.0.0/33', '10.0.0/8', '10.0.0.0/8/8', 'fe80::1%lo', 'example.com', '0x7f.1'].map(
			(network) =>
				[
					`"${network}" for a network`,
					testConfig({ urlFetch: { allowNetworks: [network] } }),
					/urlFetch\.allowNetworks\[0\] is wrong: it must be an IP address or a network such as/,
				] as const,
		),
		...[['80'], 'all', 80].map(
			(ports) =>
				[
					`${JSON.stringify(ports)} for ports`,
					testConfig({ urlFetch: { ports } }),
					/urlFetch\.ports is wrong: it must be "any" or a list of numbers from 1 to 65535\./,
				] as const,
		),
		...[
			'http://127.0.0.1:6379',
			'redis://',
			'redis://:secret@127.0.0.1:x',
			'redis://127.0.0.1/name',
			'redis://user:100%@127.0.0.1',
		].map(
			(redis) =>
				[
					`"${redis}" for a store`,
					testConfig({ limits: { store: { redis } } }),
					/limits\.store\.redis is wrong: it must be an address such as redis:[^ ]+, or rediss:.. for TLS\.$/m,
				] as const,
		),
		[
			'text for a number',
			testConfig({ workers: 'two' }),
			/workers is wrong: it must be a number\./,
		],
		[
			'a token key that is too short',
			testConfig({ tokenKeys: [{ id: 'one', key: 'short' }] }),
			/tokenKeys\[0\]\.key is wrong: it must have at least 32 characters\./,
		],
		[
			'a project twice',
			account({ projects: [acme.projects[0], acme.projects[0]] }),
			/accounts\[0\]\.projects\[1\]\.id repeats/,
		],
		[
			'the name of a project twice, of which one could not be asked for',
			account({ projects: acme.projects.map(({ id }) => ({ id, name: 'same' })) }),
			/accounts\[0\]\.projects\[1\]\.name repeats the value of accounts\[0\]\.projects\[0\]\.name/,
		],
		[
			'a user twice',
			account({ users: [...acme.users, ...acme.users] }),
			/accounts\[0\]\.users\[1\]\.name repeats/,
		],
		[
			'a certificate that is not there',
			testConfig({ tls: { certificateFile: 'a.pem', keyFile: 'b.pem' } }),
			/tls\.certificateFile can't be read/,
		],
		[
			'an account that nobody can use',
			testConfig({ accounts: [{ name: 'x', projects: acme.projects }] }),
			/accounts\[0\] is wrong: it has neither users nor accessKeys/,
		],
		[
			'a level that is none',
			testConfig({ logLevel: 'all' }),
			/logLevel is wrong: it must be one of debug, info, warn, error, silent\./,
		],
		['a model that is a number', testConfig({ model: 5 }), /model is wrong: it must be a text or/],
		[
			'JSON with a comma too many',
			'{\n"region": "ann-password-1",\n}',
			/is not valid JSON: see line 3\.$/,
		],
		['an array', [], /the whole file is wrong: it must be an object\./],
		['text that is not JSON', '{"accounts": "ann-password-1"', /is not valid JSON/],
	])('%s', (_what, config, words) => {
		expect(expectRefusal(words, config)).not.toContain('ann-password-1');
	});

	it('a file that is not there', () =>
		expectEnd(/configuration \/no\/such\/file\.json can't be read/, undefined, {
			IMAGE_SERVICE_CONFIG: '/no/such/file.json',
		}));

	it('a file in another folder than this one, with the place where it was looked for', () => {
		const settings = { IMAGE_SERVICE_CONFIG: 'no-such-file.json' };
		expect(expectRefusal(/./, undefined, settings)).toContain(join(process.cwd(), 'no-such-file'));
	});

	it('which is all that the service says before it ends', () =>
		expectEnd(
			/accounts\[0\]\.users\[0\] is wrong: it must have either password or passwordHash/,
			account({ users: [{ name: 'x' }] }),
		));

	it.each(['x', '-1', '65536', '80.5'])('the port "%s"', (port) => {
		expectRefusal(/IMAGE_SERVICE_PORT/, undefined, { IMAGE_SERVICE_PORT: port });
	});

	it('a model folder that is not there', () =>
		expectEnd(/no-such-model/, testConfig({ model: 'no-such-model' })));
});

it('a configuration may begin with a byte order mark', () => {
	expectRefusal(/^$/, `\uFEFF${JSON.stringify(testConfig())}`);
});

it('names that are the same only when written one behind the other are two', () => {
	const account = (name: string, user: string) => ({
		...{ name, projects: [{ id: name, name: 'test-1' }] },
		users: [{ name: user, password: 'x' }],
	});
	expectRefusal(/^$/, testConfig({ accounts: [account('a b', 'c'), account('a', 'b c')] }));
});

describe('the demo account', () => {
	it('is there without a configuration', async () => {
		const service = await runService();
		try {
			const body = tokenBody('demo', 'demo-password', 'demo', { project: { name: 'local-1' } });
			const headers = { 'X-Auth-Token': await obtainToken(service, body) };
			const { data } = await send(service, { path: '/v3/projects?name=local-1', headers });
			expect(data.projects).toMatchObject([{ id: '0d3c5a7e9b1f4e2c8a6d0f1e2b3c4d5e' }]);
		} finally {
			await service.stop();
		}
	});

	it.each(['0.0.0.0', '::', '192.0.2.1', 'example.com'])(
		'keeps the service from listening on %s',
		(host) => {
			expectRefusal(/demo account.*doesn't listen on/, undefined, { IMAGE_SERVICE_HOST: host });
		},
	);

	it('keeps it from listening beyond loopback from a file too', () => {
		const accessKeys = [{ ak: 'ANY', sk: 'local-demo-secret-access-key-0123456789' }];
		const config = testConfig({ accounts: [{ ...acme, accessKeys }] });
		return expectEnd(/everybody knows/, config, { IMAGE_SERVICE_HOST: '0.0.0.0' });
	});
});

it('listens beyond loopback with accounts of its own', async () => {
	const service = await runService(testConfig(), { IMAGE_SERVICE_HOST: '0.0.0.0' });
	expect(service.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
	expect((await send(service, { path: v2Path, body: {} })).status).toBe(401);
	await service.stop();
});

it('says in one sentence that its port is in use', async () => {
	const other = createServer();
	await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
	const port = String((other.address() as AddressInfo).port);
	await expectEnd(new RegExp(`Port ${port} on 127.0.0.1 is in use`), testConfig(), {
		IMAGE_SERVICE_PORT: port,
	});
	other.close();
});

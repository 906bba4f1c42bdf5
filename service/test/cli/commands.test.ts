import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { version } from '../../package.json';
import { isPassword } from '../../src/auth/passwords';
import { testConfig } from '../support/accounts';
import { send } from '../support/client';

const main = join(__dirname, '../../dist/main.js');
const program = 'huaweicloud-image-tagging-service';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'image-service-cli-'));
	chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
	/** Options of node itself. */
	node?: string[];
	env?: Record<string, string>;
	uid?: number;
	/** What is on standard input. */
	input?: string;
}

/** The command in a folder of its own, with nothing of this machine's environment that it reads. */
const spawned = (args: string[], { node = [], env = {}, uid }: Run = {}) =>
	spawn(process.execPath, [...node, main, ...args], {
		cwd: folder,
		env: { PATH: process.env.PATH ?? '', ...env },
		...(uid !== undefined && { uid }),
	});

/** Runs the command to its end. */
async function command(args: string[], options?: Run) {
	const child = spawned(args, options);
	child.stdin.end(options?.input ?? '');
	const output = { stdout: '', stderr: '' };
	child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
	child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
	const [code] = (await once(child, 'close')) as [number];
	return { code, ...output };
}

/** A file in the command's folder, which only its owner can read unless `mode` says otherwise. */
function file(name: string, config: unknown, mode = 0o600): string {
	writeFileSync(join(folder, name), JSON.stringify(config));
	chmodSync(join(folder, name), mode);
	return name;
}

/** Starts the service, does something with it, and stops it. Gives what it logged. */
async function whileItRuns(args: string[], use: (url: string) => Promise<void>): Promise<string> {
	const child = spawned(args);
	let log = '';
	child.stderr.on('data', (data: Buffer) => (log += data.toString()));
	try {
		const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
		await use((JSON.parse(line) as { listening: string }).listening);
	} finally {
		child.kill('SIGTERM');
	}
	expect(await once(child, 'close')).toEqual([0, null]);
	return log;
}

describe('a command line that it does not understand gives one sentence and exit code 2:', () => {
	it.each([
		['--fast', 'There is no option --fast'],
		['-x', 'There is no option -x'],
		['begin', 'There is no command "begin"'],
		['toString', 'There is no command "toString"'],
		['start now', 'start does not take "now"'],
		['init a.json b.json', 'init does not take "b.json"'],
		['init --port 80', 'init does not take --port'],
		['--port', '--port needs a value'],
		['--config=', '--config needs a value'],
		['--version=2', '--version takes no value'],
	])('%s', async (line, sentence) => {
		const stderr = `${sentence}: see ${program} --help.\n`;
		expect(await command(line.split(' '))).toEqual({ code: 2, stdout: '', stderr });
	});
});

it('--help names each command and option, and --version the version of the package', async () => {
	const { code, stdout, stderr } = await command(['--help']);
	expect([code, stderr]).toEqual([0, '']);
	expect(stdout).toContain(`Usage: ${program} [command] [options]`);
	for (const word of ['start', 'init [file]', 'check [file]', '--config', '--host', '--port'])
		expect(stdout).toContain(`\n  ${word} `);
	expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
	expect(await command(['start', '--version'])).toEqual({
		code: 0,
		stdout: `${version}\n`,
		stderr: '',
	});
});

it('a Node that is too old is told so in one sentence, before anything that it can not read', async () => {
	const old = "Object.defineProperty(process.versions, 'node', { value: '18.20.8' })";
	writeFileSync(join(folder, 'old-node.cjs'), old);
	const { code, stdout, stderr } = await command(['--help'], { node: ['-r', './old-node.cjs'] });
	expect([code, stdout]).toEqual([1, '']);
	expect(stderr).toBe(
		'Node 18.20.8 is too old for this service: install Node 20.19 or newer from https://nodejs.org.\n',
	);
});

describe('start', () => {
	it('takes configuration, host and port from the command line rather than from the environment', async () => {
		const env = { IMAGE_SERVICE_CONFIG: '/no/such.json', IMAGE_SERVICE_PORT: 'x' };
		const child = spawned(
			['--config', file('own.json', testConfig()), '--port', '0', '--host=127.0.0.2'],
			{ env },
		);
		const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
		expect(line).toMatch(/^\{"listening":"http:\/\/127\.0\.0\.2:\d+"\}$/);
		child.kill('SIGTERM');
		await once(child, 'close');
	});

	it('says in one sentence that the port is in use, and what to do', async () => {
		const other = createServer().listen(0, '127.0.0.1');
		await once(other, 'listening');
		const { port } = other.address() as AddressInfo;
		const { code, stdout, stderr } = await command(['--port', String(port)]);
		other.close();
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is in use.*--port.*\\n$`));
	});

	it('warns in the log of a configuration that every user can read, and of no other', async () => {
		const logOf = (mode: number) =>
			whileItRuns(
				['--config', file('mode.json', testConfig(), mode), '--port', '0'],
				async () => {},
			);
		expect(await logOf(0o644)).toMatch(
			/"level":40.*Every user of this machine can read mode\.json/,
		);
		expect(await logOf(0o640)).not.toContain('"level":40');
	});
});

describe('hash-password', () => {
	it('prints what a user may have in place of the password, and nothing of the password', async () => {
		const { code, stdout, stderr } = await command(['hash-password'], { input: 'my password\n' });
		expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
		expect(await isPassword('my password', { passwordHash: stdout.trim() }, [])).toBe(true);
	});

	it('is one sentence without a password', async () => {
		const { code, stdout, stderr } = await command(['hash-password'], { input: '' });
		expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
		expect(stderr).toBe('There is no password: type it, or send it on standard input.\n');
	});
});

describe('init', () => {
	it('writes secrets that only the owner can read, and says what to enter where', async () => {
		const { code, stdout, stderr } = await command(['init', 'mine.json']);
		expect([code, stderr]).toEqual([0, '']);
		expect(statSync(join(folder, 'mine.json')).mode & 0o777).toBe(0o600);
		const { accounts } = JSON.parse(readFileSync(join(folder, 'mine.json'), 'utf8'));
		const [{ name, projects, users, accessKeys }] = accounts;
		const printed = Object.fromEntries(
			[...stdout.matchAll(/^ {2}(\S.*?) {2,}(\S.*)$/gm)].map(([, field, value]) => [field, value]),
		);
		expect(printed).toMatchObject({
			'Access Key ID': accessKeys[0].ak,
			'Secret Access Key': accessKeys[0].sk,
			Region: 'Custom',
			'Project Name': projects[0].name,
			'Project ID': projects[0].id,
			'Account Name': name,
			'User Name': users[0].name,
			Password: users[0].password,
		});
		expect(stdout).toContain(`\n  ${program} --config mine.json --host 0.0.0.0\n`);
	});

	it.each([
		['tagging.example.com', 'tagging.example.com', ['tagging.example.com']],
		['192.0.2.7', '192.0.2.7', undefined],
		['2001:db8::7', '[2001:db8::7]', undefined],
		['localhost', 'localhost', undefined],
	])('with --host %s: n8n calls it so, and the service knows it', async (host, inUrl, hosts) => {
		const name = `called-${host.replaceAll(':', '-')}.json`;
		const { code, stdout } = await command(['init', name, '--host', host]);
		expect(code).toBe(0);
		expect(stdout).toMatch(/IAM Endpoint +(\S+)\n/);
		expect(/IAM Endpoint +(\S+)\n/.exec(stdout)?.[1]).toBe(`http://${inUrl}:8089`);
		expect(JSON.parse(readFileSync(join(folder, name), 'utf8')).hosts).toEqual(hosts);
	});

	it('says in one sentence that --host is no host, and writes nothing', async () => {
		const args = ['init', 'no-host.json', '--host', 'http://tagging.example.com:8089'];
		expect(await command(args)).toEqual({
			code: 1,
			stdout: '',
			stderr:
				'"http://tagging.example.com:8089" is neither a host name, such as tagging.example.com, nor an address.\n',
		});
		expect(existsSync(join(folder, 'no-host.json'))).toBe(false);
	});

	it('makes other secrets each time', async () => {
		const secretsOf = async (name: string) => {
			await command(['init', name]);
			const { accounts, ...rest } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
			const [{ projects, users, accessKeys }] = accounts;
			return [
				projects[0].id,
				users[0].password,
				...Object.values(accessKeys[0]),
				JSON.stringify(rest),
			];
		};
		const [first, second] = [await secretsOf('first.json'), await secretsOf('second.json')];
		expect(first).toHaveLength(5);
		for (const [index, secret] of first.entries()) expect(second[index]).not.toBe(secret);
	});

	it('writes what the service starts with, and what opens it', async () => {
		await command(['init']);
		const [account] = JSON.parse(readFileSync(join(folder, 'service.json'), 'utf8')).accounts;
		await whileItRuns(['--config', 'service.json', '--port', '0'], async (url) => {
			const user = { ...account.users[0], domain: { name: account.name } };
			const identity = { methods: ['password'], password: { user } };
			const scope = { project: { name: account.projects[0].name } };
			const body = { auth: { identity, scope } };
			const { status } = await send({ url } as never, { path: '/v3/auth/tokens', body });
			expect(status).toBe(201);
		});
	});

	it('never writes over a file', async () => {
		writeFileSync(join(folder, 'kept.json'), 'as it was');
		const { code, stdout, stderr } = await command(['init', 'kept.json']);
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr).toBe('kept.json is there already and is kept as it is: name another file.\n');
		expect(readFileSync(join(folder, 'kept.json'), 'utf8')).toBe('as it was');
	});

	it('says in one sentence that it can not write there', async () => {
		expect(await command(['init', 'no-folder/a.json'])).toMatchObject({
			code: 1,
			stdout: '',
			stderr: expect.stringMatching(
				/^no-folder\/a\.json can't be written.*folder does not exist.*\n$/,
			),
		});
		// Only root can become somebody who may not write here; others are told by a folder of root's.
		const somebody = process.getuid?.() === 0 ? { uid: 65_534 } : {};
		const place = process.getuid?.() === 0 ? 'b.json' : '/b.json';
		expect(await command(['init', place], somebody)).toMatchObject({
			code: 1,
			stdout: '',
			stderr: expect.stringMatching(/can't be written, since you may not write in its folder.*\n$/),
		});
		expect(existsSync(join(folder, 'b.json'))).toBe(false);
	});
});

describe('check', () => {
	it('says that a configuration and its models are sound', async () => {
		expect(await command(['check', file('good.json', testConfig())])).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(
				/^good\.json is sound\. Region: test-1\. Accounts: acme, globex\. Models: .*\.\n$/,
			),
			stderr: '',
		});
	});

	it('takes the file of the environment, or the demo configuration', async () => {
		const env = { IMAGE_SERVICE_CONFIG: file('named.json', testConfig()) };
		expect((await command(['check'], { env })).stdout).toMatch(/^named\.json is sound/);
		expect((await command(['check'])).stdout).toMatch(/^The demo configuration is sound/);
	});

	it.each([
		['a wrong field', { region: 'x' }, /accounts is missing/],
		[
			'a model that is not there',
			testConfig({ model: 'gone' }),
			/The model in .*gone can't be used/,
		],
		[
			'a provider that the library does not have',
			testConfig({ inference: { provider: process.platform === 'darwin' ? 'cuda' : 'coreml' } }),
			/^The execution provider \w+ can't be used: onnxruntime for \w+ \w+ has .*cpu.*\.$/m,
		],
	])('says in one sentence what is wrong: %s', async (_what, config, sentence) => {
		const { code, stdout, stderr } = await command(['check', file('bad.json', config)]);
		expect([code, stdout]).toEqual([1, '']);
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect(stderr).toMatch(sentence);
	});

	it('adds that every user of the machine can read it', async () => {
		const { code, stdout } = await command(['check', file('open.json', testConfig(), 0o644)]);
		expect(code).toBe(0);
		expect(stdout).toMatch(/\nEvery user of this machine can read open\.json/);
	});
});

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { BlockList } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadSettings } from '../../src/config/load';
import { v1Path, v2Path } from '../support/client';

const root = join(__dirname, '..', '..', '..');
const deploy = join(root, 'deploy');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

interface ComposeService {
	image?: string;
	build?: string;
	environment?: Record<string, string>;
	depends_on?: string[] | Record<string, { condition: string }>;
	healthcheck?: object;
	volumes?: string[];
	deploy?: { replicas: number };
	stop_grace_period?: string;
	networks?: Record<string, { ipv4_address: string }>;
}

interface Compose {
	services: Record<string, ComposeService>;
	configs: Record<string, { content: string }>;
	volumes: Record<string, null>;
	networks: { default: { ipam: { config: { subnet: string; ip_range: string }[] } } };
}

/** Fills in `${NAME:?why}` and `${NAME:-default}` as Docker Compose does. */
function interpolate(text: string, env: Record<string, string>): string {
	return text.replace(/\$\{(\w+):([-?])([^}]*)\}/g, (_, name: string, kind, word: string) => {
		const value = env[name] || (kind === '-' ? word : undefined);
		if (value === undefined) throw new Error(`${name}: ${word}`);
		return value;
	});
}

/** The secrets that make-env.mjs writes. */
function makeEnv(folder: string): Record<string, string> {
	const file = join(folder, '.env');
	execFileSync(process.execPath, [join(deploy, 'make-env.mjs'), file], { stdio: 'pipe' });
	const lines = readFileSync(file, 'utf8').trim().split('\n');
	return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]));
}

let folder: string;
let env: Record<string, string>;
let compose: Compose;

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'compose-'));
	env = makeEnv(folder);
	compose = parse(interpolate(read('deploy/compose.yaml'), env), { merge: true }) as Compose;
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const services = () => Object.entries(compose.services);
const service = (name: string): ComposeService => {
	const found = compose.services[name];
	if (!found) throw new Error(`no service ${name}`);
	return found;
};
const seconds = (text: string | undefined) => Number(/^(\d+)s$/.exec(text ?? '')?.[1]);

describe('the compose file', () => {
	it('has n8n with two workers and two services behind a balancer', () => {
		expect(Object.keys(compose.services).sort()).toEqual([
			'balancer',
			'image-tagging',
			'n8n',
			'postgres',
			'redis',
			'worker',
		]);
		expect(service('worker').deploy?.replicas).toBe(2);
		expect(service('image-tagging').deploy?.replicas).toBe(2);
	});

	it('does not start without secrets', () => {
		expect(() => interpolate(read('deploy/compose.yaml'), {})).toThrow(/run make-env\.mjs first/);
	});

	it('names only services, volumes, configurations and files that exist', () => {
		for (const [name, { depends_on, volumes = [], build }] of services()) {
			for (const other of Array.isArray(depends_on) ? depends_on : Object.keys(depends_on ?? {})) {
				expect([name, compose.services[other]]).not.toEqual([name, undefined]);
			}
			for (const [source] of volumes.map((volume) => volume.split(':') as [string])) {
				const exists = source.startsWith('.')
					? existsSync(join(deploy, source))
					: source in compose.volumes;
				expect([name, source, exists]).toEqual([name, source, true]);
			}
			if (build) expect(existsSync(join(deploy, build, 'Dockerfile'))).toBe(true);
		}
	});

	it('waits only for what can say that it is healthy', () => {
		for (const [, { depends_on }] of services()) {
			for (const [other, { condition }] of Object.entries(depends_on ?? {})) {
				if (condition === 'service_healthy') expect(service(other).healthcheck).toBeDefined();
			}
		}
	});

	it('runs the n8n that is tested here, and main and workers with the same settings', () => {
		const { n8n, worker } = compose.services;
		expect(read('scripts/n8n/versions.mjs')).toContain(
			`DEFAULT_VERSION = '${n8n?.image?.split(':')[1]}'`,
		);
		expect(worker?.image).toBe(n8n?.image);
		expect(worker?.environment).toEqual(n8n?.environment);
	});

	it("uses settings that n8n's own configuration knows", () => {
		const source = join(root, 'node_modules/@n8n/config/dist');
		const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.js'))
			.map((file) => readFileSync(join(source, file), 'utf8'))
			.join('\n');
		const unknown = Object.keys(service('worker').environment ?? {}).filter(
			(name) => !code.includes(name),
		);
		// This one is read by n8n's own module for community packages, which is not a package on npm.
		expect(unknown).toEqual(['N8N_REINSTALL_MISSING_PACKAGES']);
	});

	it('gives the service settings that it takes, with a key that its replicas share', () => {
		const { environment = {} } = service('image-tagging');
		expect(Object.keys(environment)).toEqual(['IMAGE_SERVICE_CONFIG']);
		const file = join(folder, 'image-tagging.json');
		writeFileSync(file, compose.configs['image-tagging']?.content ?? '');
		const { config, demo } = loadSettings({
			IMAGE_SERVICE_CONFIG: file,
			IMAGE_SERVICE_HOST: '0.0.0.0',
		});
		expect(demo).toBe(false);
		expect(config.tokenKeys?.map(({ key }) => key)).toEqual([env.IMAGE_TAGGING_TOKEN_KEY]);
		expect(config.accounts[0]?.users[0]?.password).toBe(env.IMAGE_TAGGING_PASSWORD);
		expect(seconds(service('image-tagging').stop_grace_period) * 1000).toBeGreaterThan(
			config.http.shutdownTimeoutMs,
		);
	});

	it('has the service believe the balancer alone who its clients are', () => {
		const { trustedProxies } = JSON.parse(compose.configs['image-tagging']?.content ?? '') as {
			trustedProxies: string[];
		};
		const address = service('balancer').networks?.default?.ipv4_address ?? '';
		expect(trustedProxies).toEqual([address]);
		expect(read('deploy/haproxy.cfg')).toMatch(/^\toption forwardfor$/m);

		const [network] = compose.networks.default.ipam.config;
		const isIn = (cidr = '') => {
			const [base = '', bits] = cidr.split('/');
			const list = new BlockList();
			list.addSubnet(base, Number(bits));
			return list.check(address);
		};
		expect([isIn(network?.subnet), isIn(network?.ip_range)]).toEqual([true, false]);
	});

	it('gives a stopping worker longer than n8n gives its executions', () => {
		const { environment, stop_grace_period } = service('worker');
		expect(seconds(stop_grace_period)).toBeGreaterThan(
			Number(environment?.N8N_GRACEFUL_SHUTDOWN_TIMEOUT),
		);
	});
});

describe('make-env.mjs', () => {
	it('makes other secrets each time, and keeps a file that is there', () => {
		const again = mkdtempSync(join(tmpdir(), 'compose-'));
		const other = makeEnv(again);
		for (const [name, value] of Object.entries(env)) {
			expect(value).toMatch(/^[0-9a-f]{48}$/);
			expect(other[name]).not.toBe(value);
		}
		expect(() => makeEnv(again)).toThrow(/is there already/);
		rmSync(again, { recursive: true, force: true });
	});
});

describe("the balancer's configuration", () => {
	const config = read('deploy/haproxy.cfg');
	const value = (pattern: RegExp) => pattern.exec(config)?.[1];

	it('finds as many replicas as may be started, on the port that the image exposes', () => {
		const port = /^EXPOSE (\d+)$/m.exec(read('service/deploy/Dockerfile'))?.[1];
		expect(value(/server-template replica \d+ (\S+) /)).toBe(`image-tagging:${port}`);
		expect(value(/bind :(\d+)/)).toBe(port);
	});

	it('asks /healthz', () => {
		expect(value(/option httpchk GET (\S+)/)).toBe('/healthz');
	});

	it.each(['/metrics', '/metrics/', '/%6detrics', '/metrics?a', '/healthz', '/v2', '/pages'])(
		'keeps %s from clients, which get page and API alone',
		(target) => {
			const path = target.replace(/\?.*/, '');
			const whole = value(/acl for_clients path (.+)/)?.split(' ') ?? [];
			const starts = value(/acl for_clients path_beg (.+)/)?.split(' ') ?? [];
			const passes = (asked: string) =>
				whole.includes(asked) || starts.some((start) => asked.startsWith(start));
			expect(config).toContain('http-request deny deny_status 404 unless for_clients');
			expect(passes(path)).toBe(false);
			for (const open of ['/', '/page/main.js', '/v3/auth/tokens', v1Path, v2Path]) {
				expect([open, passes(open)]).toEqual([open, true]);
			}
		},
	);

	it('waits longer than the service does for a slow request', () => {
		const { config: defaults } = loadSettings({});
		for (const side of ['client', 'server']) {
			const timeout = Number(value(new RegExp(`timeout ${side} (\\d+)s`)));
			expect(timeout * 1000).toBeGreaterThan(defaults.http.requestTimeoutMs);
		}
	});
});

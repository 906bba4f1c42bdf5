import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';

import {
	accounted,
	faultRig,
	ITEMS,
	quiet,
	secretsFound,
	type FaultRun,
} from '../support/fault-rig';
import { NETWORK } from '../support/network-fault-names';
import {
	endlessAnswer,
	faultyServer,
	neverAnswer,
	type FaultyServer,
} from '../support/faulty-server';

const root = join(__dirname, '../..');
const pem = (name: string) => readFileSync(join(root, 'test/support/tls', name), 'utf8');

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: FaultyServer;

beforeAll(async () => {
	rig = await faultRig(root, 'network');
});
afterAll(() => rig.stop());
beforeEach(async () => {
	server = await faultyServer();
});
afterEach(async () => await server.close());

describe.each(['continueRegularOutput', 'stopWorkflow'] as const)('with %s', (onError) => {
	/** All items fail alike: the sentence of the run, or of its items. */
	const sentences = async (name: string, fault: Partial<FaultRun> & { url: string }) => {
		const result = await rig.run({
			onError,
			...fault,
			options: { maxAttempts: 2, timeout: 2_000, ...fault.options },
		});
		rig.record(name, onError, result, server);
		expect(secretsFound(result, server)).toEqual([]);
		if (onError === 'stopWorkflow') {
			return [{ reason: result.error?.message ?? '', remedy: String(result.error?.description) }];
		}
		const out = accounted(result);
		expect(out.map(({ item }) => item)).toEqual(Array.from({ length: ITEMS }, (_, i) => i));
		return out.map(({ json }) => {
			const { remedy, attempts } = json.details as { remedy: string; attempts: number };
			return { reason: String(json.error), remedy, attempts };
		});
	};
	const expectAll = (
		all: Array<{ reason: string; remedy: string; attempts?: number }>,
		reason: RegExp,
		remedy: RegExp,
		attempts: number,
	) => {
		for (const one of all) {
			expect(one.reason).toMatch(reason);
			expect(one.remedy).toMatch(remedy);
			expect(one.attempts ?? attempts).toBe(attempts);
		}
	};

	it('a refused connection is explained', async () => {
		const gone = createServer();
		await new Promise<void>((done) => gone.listen(0, '127.0.0.1', done));
		const { port } = gone.address() as { port: number };
		await new Promise((done) => gone.close(done));
		const all = await sentences(NETWORK.refused, {
			url: `http://127.0.0.1:${port}`,
			credential: { projectId: 'p1' },
		});
		expectAll(
			all,
			new RegExp(
				`refused the connection.*\\(the Image Recognition Endpoint of the credential, 127\\.0\\.0\\.1:${port}\\)`,
			),
			/Check that the service is running/,
			2,
		);
		const lookup = await sentences(NETWORK.refused, { url: `http://127.0.0.1:${port}` });
		expectAll(lookup, /\(the IAM Endpoint of the credential, 127\.0\.0\.1:\d+\)/, /./, 2);
	});

	it('an unknown host name is explained', async () => {
		const all = await sentences(NETWORK.unknownHost, {
			url: 'http://no-such-host.invalid',
			credential: { projectId: 'p1' },
		});
		expectAll(all, /DNS.*no-such-host\.invalid:80/, /check Region and the endpoints/, 2);
	});

	it.each([
		[
			'unknownAuthority',
			'certificate.pem',
			/authority that this machine does not know/,
			/Ignore SSL Issues/,
		],
		['expired', 'expired.pem', /certificate has expired/, /renew/],
		['otherHost', 'other-host.pem', /for another host name/, /host name that the certificate has/],
	] as const)(
		'a certificate that cannot be trusted is explained: %s',
		async (name, file, reason, remedy) => {
			const original = tls.createSecureContext;
			const trusting = jest.spyOn(tls, 'createSecureContext').mockImplementation((options) => {
				const context = original(options);
				context.context.addCACert(pem('authority.pem'));
				return context;
			});
			const https = await faultyServer({ key: pem('key.pem'), cert: pem(file) });
			try {
				expectAll(
					await sentences(NETWORK[name], { url: https.url, credential: { projectId: 'p1' } }),
					reason,
					remedy,
					1,
				);
				expect(https.seen).toHaveLength(0);
			} finally {
				trusting.mockRestore();
				await https.close();
			}
		},
	);

	it('an answer of 100 MB is not read to its end', async () => {
		const sent: Array<{ bytes: number }> = [];
		server.script(() => endlessAnswer(100, (sent[sent.length] = { bytes: 0 })));
		const all = await sentences(NETWORK.endless, {
			url: server.url,
			items: ITEMS,
			options: { maxConcurrency: 1, timeout: 30_000 },
		});
		await quiet(server);
		expectAll(all, /far larger than any answer/, /check the endpoint/, 1);
		expect(Math.max(...sent.map(({ bytes }) => bytes))).toBeLessThan(32 * 1024 * 1024);
	});

	it('an upload that stalls ends in time', async () => {
		server.script(
			() => neverAnswer,
			() => false,
		);
		const all = await sentences(NETWORK.stalledUpload, {
			url: server.url,
			side: (item) => (item === 0 ? 1_400 : 20),
			options: { timeout: 150, maxAttempts: 1 },
		});
		expectAll(all, /did not answer in time/, /Raise the option Timeout/, 1);
	});
});

import type { LookupAddress } from 'node:dns';
import { createServer, get, Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { guardedLookup, RefusedAddress } from '../../src/fetch/guarded-lookup';
import { networkPolicy } from '../../src/fetch/networks';

const mayReach = networkPolicy({ allowNetworks: [], denyNetworks: [] });

type Resolver = NonNullable<Parameters<typeof guardedLookup>[1]>;

/** A name server that gives the next of these answers at each question. */
function resolver(...answers: string[][]): { resolve: Resolver; questions: () => number } {
	let asked = 0;
	const resolve = (_name: string, _options: object, callback: (...args: unknown[]) => void) => {
		const answer = answers[Math.min(asked++, answers.length - 1)] ?? [];
		const addresses: LookupAddress[] = answer.map((address) => ({
			address,
			family: address.includes(':') ? 6 : 4,
		}));
		callback(null, addresses);
	};
	return { resolve: resolve as unknown as Resolver, questions: () => asked };
}

function look(answers: string[], all: boolean): Promise<unknown> {
	return new Promise((resolve, reject) => {
		guardedLookup(mayReach, resolver(answers).resolve)(
			'a.example',
			{ all },
			(error, address, family) => {
				if (error) reject(error);
				else resolve(all ? address : { address, family });
			},
		);
	});
}

describe('the look-up behind downloads', () => {
	it('hands out public addresses', async () => {
		expect(await look(['93.184.216.34'], false)).toEqual({ address: '93.184.216.34', family: 4 });
		expect(await look(['93.184.216.34', '2606:4700::1111'], true)).toHaveLength(2);
	});

	it.each([
		['a private address', ['10.0.0.1']],
		['a public and a loopback address', ['93.184.216.34', '127.0.0.1']],
		['a public and a mapped address', ['93.184.216.34', '::ffff:10.0.0.1']],
		['no address', []],
	])('refuses a name with %s', async (_what, answers) => {
		await expect(look(answers, true)).rejects.toBeInstanceOf(RefusedAddress);
		await expect(look(answers, false)).rejects.toBeInstanceOf(RefusedAddress);
	});

	it('passes on why a name could not be looked up, which is no refusal', async () => {
		const failure = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
		const failing = ((_name: string, _options: object, callback: (error: Error) => void) =>
			callback(failure)) as unknown as Resolver;
		const said = await new Promise((resolve) =>
			guardedLookup(mayReach, failing)('a.example', {}, resolve),
		);
		expect(said).toBe(failure);
	});

	it('is asked once for a connection, so that a second answer cannot bring another address', async () => {
		const server = createServer((_request, response) => response.end());
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const names = resolver(['203.0.114.1'], ['127.0.0.1']);
		const agent = new Agent({ lookup: guardedLookup(mayReach, names.resolve), timeout: 200 });
		await new Promise<void>((resolve) => {
			const request = get({ host: 'rebinding.example', port, agent }, () => {
				throw new Error('The loopback server was reached');
			});
			request.once('timeout', () => request.destroy()).once('error', () => resolve());
		});
		expect(names.questions()).toBe(1);
		await expect(
			new Promise((resolve, reject) => {
				get({ host: 'rebinding.example', port, agent }, resolve).once('error', reject);
			}),
		).rejects.toBeInstanceOf(RefusedAddress);
		agent.destroy();
		server.close();
	});
});

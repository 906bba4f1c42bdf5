import { afterEach, describe, expect, it } from '@jest/globals';
import { testConfig } from '../support/accounts';
import { forge } from '../support/forge';
import { runService, type RunningService } from '../support/run-service';

const call = { method: 'GET', path: '/v3/projects' };
const proxy = '127.0.0.7';

let service: RunningService;

async function start(trustedProxies: string[]): Promise<void> {
	service = await runService(testConfig({ limits: { authFailuresBeforeLock: 2 }, trustedProxies }));
}

afterEach(() => service.stop());

/** A request that a proxy passes on, with an unsigned header like real ones. */
async function statusOf(forwardedFor: string, sk?: string, from = proxy): Promise<number> {
	const headers = { 'x-forwarded-for': forwardedFor };
	const signedHeaders = ['host', 'x-sdk-date'];
	return (await forge(service, { call, headers, signedHeaders, from, ...(sk && { sk }) })).status;
}

async function lockOut(forwardedFor: string, from = proxy): Promise<void> {
	for (let i = 0; i < 2; i++) expect(await statusOf(forwardedFor, 'wrong', from)).toBe(401);
}

describe('behind a proxy', () => {
	it('that is trusted, a lock holds for the client that it names, and for no other', async () => {
		await start(['127.0.0.0/29']);
		await lockOut('203.0.113.5');
		expect(await statusOf('203.0.113.5')).toBe(403);
		expect(await statusOf('203.0.113.6')).toBe(200);
	});

	it('nobody escapes a lock by what he writes before the proxy adds his address', async () => {
		await start([proxy]);
		await lockOut('203.0.113.5');
		expect(await statusOf('203.0.113.99, 203.0.113.5')).toBe(403);
	});

	it('that is not named, or for whoever poses as one, its word counts nothing', async () => {
		await start(['127.0.0.8']);
		await lockOut('203.0.113.5');
		expect(await statusOf('203.0.113.6')).toBe(403);
		expect(await statusOf('203.0.113.5', undefined, '127.0.0.8')).toBe(200);
	});
});

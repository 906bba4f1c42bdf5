import { describe, expect, it } from '@jest/globals';

import { answer, clientRig, isResolved, refused } from './support/client-rig';

const lost = () => Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

describe('whether the credential is accepted', () => {
	it('is known after the first answer with a good status, even one that can’t be read', async () => {
		const { client, tag } = clientRig();
		expect(await isResolved(client.accepted)).toBe(false);
		await tag({ read: () => undefined });
		expect(await isResolved(client.accepted)).toBe(true);
	});

	it.each([
		['the service refuses', () => refused(401, 'APIG.0301', 'ak X not exist')],
		['gets no answer', lost],
	])('is not known after a request that %s', async (_, tagging) => {
		const { client, tag, anew } = clientRig({ tagging });
		await tag();
		expect(await isResolved(client.accepted)).toBe(false);
		expect(await isResolved(anew().accepted)).toBe(false);
	});

	it('is known from the start in the next execution', async () => {
		const { tag, anew } = clientRig();
		await tag();
		expect(await isResolved(anew().accepted)).toBe(true);
	});

	it.each([
		['a failure that concerns all', () => refused(401, 'APIG.0301', 'ak X not exist'), false],
		['one that concerns the image', () => refused(400, 'AIS.0503'), true],
	])('is known in the next execution after %s: it was accepted before', async (_, reply, known) => {
		let replies = 0;
		const tagging = () => (replies++ === 0 ? answer(200) : reply());
		const { tag, anew } = clientRig({ tagging });
		await tag();
		await tag();
		expect(await isResolved(anew().accepted)).toBe(known);
	});

	it('is for this execution only where the clock had to be corrected', async () => {
		const serverTime = Date.now() + 3_600_000;
		let replies = 0;
		const headers = { date: new Date(serverTime).toUTCString() };
		const tagging = () =>
			replies++ === 0 ? refused(401, 'APIG.0301', 'signature expired', headers) : answer(200);
		const { client, tag, anew } = clientRig({ tagging });
		expect(await tag()).toMatchObject({ ok: true });
		expect(await isResolved(client.accepted)).toBe(true);
		expect(await isResolved(anew().accepted)).toBe(false);
	});
});

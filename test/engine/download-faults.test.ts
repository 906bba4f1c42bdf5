import { join } from 'node:path';

import { downloadFaults, FOLLOWED, redirect } from '../support/download-faults';
import { accounted, bitmap, faultRig, quiet, secretsFound } from '../support/fault-rig';
import {
	answer,
	faultyServer,
	type Exchange,
	type FaultyServer,
	type Reply,
} from '../support/faulty-server';

const ITEMS = 10;
const FAULTY = 4;

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: FaultyServer;

beforeAll(async () => {
	rig = await faultRig(join(__dirname, '../..'), 'downloads');
});
afterAll(() => rig.stop());
beforeEach(async () => {
	server = await faultyServer();
});
afterEach(async () => await server.close());

const picture = (item: number): Reply => answer(200, bitmap(item), { 'Content-Type': 'image/bmp' });

/** Pictures of the items at /item-N.bmp, but for one item's; anything else is tagged. */
const script = (fault: (exchange: Exchange) => Reply) =>
	server.script((exchange) => {
		const [, item] = /^\/item-(\d+)/.exec(exchange.request.url ?? '') ?? [];
		if (item === undefined) return undefined;
		return Number(item) === FAULTY ? fault(exchange) : picture(Number(item));
	});

const run = async (fault: string, timeout = 30_000) => {
	const result = await rig.run({
		url: server.url,
		items: ITEMS,
		onError: 'continueRegularOutput',
		parameters: {
			imageSource: 'url',
			url: `=${server.url}/item-{{ $json.item }}.bmp?token=secret-in-the-query`,
		},
		options: { downloadUrl: true as never, timeout },
	});
	await quiet(server);
	rig.record(fault, 'continueRegularOutput', result, server, ITEMS);
	const out = accounted(result);
	expect(out.map(({ item }) => item)).toEqual(Array.from({ length: ITEMS }, (_, item) => item));
	expect(secretsFound(result, server)).toEqual([]);
	return out;
};
const downloads = () => server.seen.filter(({ path }) => path.startsWith(`/item-${FAULTY}`));

describe('a download by n8n', () => {
	it.each(downloadFaults)(
		'that meets $name fails its item alone, and says why',
		async ({ name, fault, reason, attempts, timeout }) => {
			script(fault);
			const out = await run(name, timeout);
			expect(out.filter(({ failed }) => failed).map(({ item }) => item)).toEqual([FAULTY]);
			const { json } = out[FAULTY] as (typeof out)[number];
			expect(json.error).toMatch(reason);
			expect(json.details).toMatchObject({
				attempts,
				remedy: expect.stringMatching(/^[A-Z].{10,}\.$/),
			});
			expect(JSON.stringify(json)).not.toContain('secret-in-the-query');
			expect(downloads().length).toBeGreaterThanOrEqual(Math.max(1, attempts));
		},
	);

	it('follows redirects, and sends no credentials', async () => {
		script(({ request }) =>
			request.url?.includes('moved') ? picture(FAULTY) : redirect(`/item-${FAULTY}.bmp?moved=1`),
		);
		expect((await run(FOLLOWED)).filter(({ failed }) => failed)).toEqual([]);
		expect(downloads()).toHaveLength(2);
		for (const { headers } of downloads()) {
			expect(headers).not.toHaveProperty('authorization');
			expect(headers).not.toHaveProperty('x-security-token');
		}
	});
});

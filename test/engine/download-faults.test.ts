import { join } from 'node:path';

import { accounted, bitmap, faultRig, quiet, secretsFound } from '../support/fault-rig';
import {
	answer,
	endlessAnswer,
	faultyServer,
	neverAnswer,
	resetBeforeAnswer,
	resetDuringAnswer,
	stallDuringAnswer,
	type Exchange,
	type FaultyServer,
	type Reply,
} from '../support/faulty-server';

const ITEMS = 10;
const FAULTY = 4;

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: FaultyServer;

jest.setTimeout(60_000);
beforeAll(async () => {
	rig = await faultRig(join(__dirname, '../..'));
});
afterAll(() => rig.stop());
beforeEach(async () => {
	server = await faultyServer();
});
afterEach(async () => await server.close());

const picture = (item: number): Reply => answer(200, bitmap(item), { 'Content-Type': 'image/bmp' });
const redirect = (to: string): Reply => answer(302, '', { Location: to });

/** Pictures of the items at /item-N.bmp, but for one item's; anything else is tagged. */
const script = (fault: (exchange: Exchange) => Reply) =>
	server.script((exchange) => {
		const [, item] = /^\/item-(\d+)/.exec(exchange.request.url ?? '') ?? [];
		if (item === undefined) return undefined;
		return Number(item) === FAULTY ? fault(exchange) : picture(Number(item));
	});

const run = async () => {
	const result = await rig.run({
		url: server.url,
		items: ITEMS,
		onError: 'continueRegularOutput',
		parameters: {
			imageSource: 'url',
			url: `=${server.url}/item-{{ $json.item }}.bmp?token=secret-in-the-query`,
		},
		options: { downloadUrl: true as never, timeout: 1_000 },
	});
	await quiet(server);
	const out = accounted(result);
	expect(out.map(({ item }) => item)).toEqual(Array.from({ length: ITEMS }, (_, item) => item));
	expect(secretsFound(result, server)).toEqual([]);
	return out;
};
const downloads = () => server.seen.filter(({ path }) => path.startsWith(`/item-${FAULTY}`));

const faults: Array<{ name: string; fault: (exchange: Exchange) => Reply; reason: RegExp }> = [
	{ name: 'a missing file', fault: () => answer(404), reason: /HTTP status 404/ },
	{ name: 'an error', fault: () => answer(503), reason: /HTTP status 503/ },
	{ name: 'a reset', fault: () => resetBeforeAnswer, reason: /closed the connection/ },
	{ name: 'a reset on the way', fault: () => resetDuringAnswer, reason: /closed the connection/ },
	{ name: 'no answer', fault: () => neverAnswer, reason: /did not answer in time/ },
	{ name: 'a stall', fault: () => stallDuringAnswer, reason: /did not answer in time/ },
	{
		name: 'an endless file',
		fault: () => endlessAnswer(100, { bytes: 0 }),
		reason: /more than 30 MB/,
	},
	{
		name: 'redirects in a circle',
		fault: ({ request }) => redirect(request.url ?? ''),
		reason: /redirects more than 5 times/,
	},
	{ name: 'a redirect to a file', fault: () => redirect('file:///etc/passwd'), reason: /"file:"/ },
	{ name: 'a redirect to nonsense', fault: () => redirect('http://[nonsense'), reason: /address/ },
	{ name: 'a web page', fault: () => answer(200, '<html>Log in</html>'), reason: /JPG|image/ },
	{ name: 'an empty file', fault: () => answer(200, ''), reason: /empty/ },
];

describe('a download by n8n', () => {
	it.each(faults)(
		'that meets $name fails its item alone, and says why',
		async ({ fault, reason }) => {
			script(fault);
			const out = await run();
			expect(out.filter(({ failed }) => failed).map(({ item }) => item)).toEqual([FAULTY]);
			const { json } = out[FAULTY] as (typeof out)[number];
			expect(json.error).toMatch(reason);
			expect(json.details).toMatchObject({
				attempts: 0,
				remedy: expect.stringMatching(/^[A-Z].{10,}\.$/),
			});
			expect(JSON.stringify(json)).not.toContain('secret-in-the-query');
		},
	);

	it('follows redirects, and sends no credentials', async () => {
		script(({ request }) =>
			request.url?.includes('moved') ? picture(FAULTY) : redirect(`/item-${FAULTY}.bmp?moved=1`),
		);
		expect((await run()).filter(({ failed }) => failed)).toEqual([]);
		expect(downloads()).toHaveLength(2);
		for (const { headers } of downloads()) {
			expect(headers).not.toHaveProperty('authorization');
			expect(headers).not.toHaveProperty('x-security-token');
		}
	});
});

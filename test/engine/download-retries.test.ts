import { join } from 'node:path';

import { accounted, bitmap, faultRig, quiet, secretsFound } from '../support/fault-rig';
import {
	answer,
	faultyServer,
	refusal,
	resetBeforeAnswer,
	resetDuringAnswer,
	type Exchange,
	type FaultyServer,
	type Reply,
} from '../support/faulty-server';

const ITEMS = 10;
const FAULTY = 4;
const QUERY = 'secret-in-the-query';

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: FaultyServer;

beforeAll(async () => {
	rig = await faultRig(join(__dirname, '../..'));
});
afterAll(() => rig.stop());
beforeEach(async () => {
	server = await faultyServer();
});
afterEach(async () => await server.close());

const picture = (item: number): Reply => answer(200, bitmap(item), { 'Content-Type': 'image/bmp' });

/** More bytes are announced than come before the connection is closed in good order. */
const cutOff: Reply = ({ response }) => {
	response.writeHead(200, { 'Content-Type': 'image/bmp', 'Content-Length': '1254' });
	response.write(bitmap(FAULTY).subarray(0, 600), () => response.socket?.end());
};
const throttled = (seconds: string) => answer(429, '', { 'Retry-After': seconds });

/**
 * Pictures of the items at /item-N.bmp, and tags for them; but the downloads of one item meet the
 * faults, one after the other, and its tagging requests those of `tagging`.
 */
function script(faults: Reply[], tagging: Reply[] = []) {
	const next = { download: faults.values(), tagging: tagging.values() };
	const fault = (kind: keyof typeof next) => next[kind].next().value as Reply | undefined;
	server.script(({ request, body }: Exchange) => {
		const [, item] = /^\/item-(\d+)/.exec(request.url ?? '') ?? [];
		if (item !== undefined) {
			return (Number(item) === FAULTY && fault('download')) || picture(Number(item));
		}
		const isFaulty = Buffer.from(String(body?.image).slice(0, 80), 'base64')[54] === FAULTY;
		return isFaulty ? fault('tagging') : undefined;
	});
}

const start = async (options: Record<string, number> = {}, stop?: AbortSignal) =>
	await rig.run({
		url: server.url,
		items: ITEMS,
		onError: 'continueRegularOutput',
		parameters: {
			imageSource: 'url',
			url: `=${server.url}/item-{{ $json.item }}.bmp?token=${QUERY}`,
		},
		options: { downloadUrl: true as never, maxAttempts: 4, ...options },
		stop,
	});

async function run(options: Record<string, number> = {}) {
	const result = await start(options);
	await quiet(server);
	const out = accounted(result);
	expect(out.map(({ item }) => item)).toEqual(Array.from({ length: ITEMS }, (_, item) => item));
	expect(secretsFound(result, server)).toEqual([]);
	const failures = out.filter(({ failed }) => failed);
	const hints = result.hints('Image Tagging').map(({ message }) => message);
	expect(JSON.stringify([failures, hints, result.uiMessages])).not.toContain(QUERY);
	return { failures, hints };
}
const seen = (start: string) => server.seen.filter(({ path }) => path.startsWith(start)).length;
const downloads = () => seen(`/item-${FAULTY}.`);
const taggings = () => seen('/v2/');

it('takes the image that comes with a Location, but is no redirect', async () => {
	const headers = { 'Content-Type': 'image/bmp', Location: '/elsewhere' };
	script([answer(201, bitmap(FAULTY), headers)]);
	expect((await run()).failures).toEqual([]);
	expect(seen('/elsewhere')).toBe(0);
});

describe('a download that fails', () => {
	it.each<[string, Reply]>([
		['408', answer(408)],
		['425', answer(425)],
		['429', throttled('1')],
		['500', answer(500)],
		['502 with a page', answer(502, '<html>Bad gateway</html>', { 'Content-Type': 'text/html' })],
		['503', answer(503)],
		['504', answer(504)],
		['a reset', resetBeforeAnswer],
		['a reset on the way', resetDuringAnswer],
		['a truncated body', cutOff],
	])('with %s is tried again, and the run tells', async (_, fault) => {
		script([fault]);
		const { failures, hints } = await run();
		expect(failures).toEqual([]);
		expect(downloads()).toBe(2);
		expect(taggings()).toBe(ITEMS);
		expect(hints).toEqual([
			'10 of 10 images tagged, 0 failed; 0 attempts repeated, 1 download repeated, 0 answers throttled.',
		]);
	});

	it.each([300, 400, 401, 403, 404, 410, 416, 501])(
		'with %i is not tried again',
		async (status) => {
			script([answer(status)]);
			const { failures, hints } = await run();
			expect(failures).toMatchObject([
				{
					item: FAULTY,
					json: {
						error: `Image ${server.url}/item-${FAULTY}.bmp [item ${FAULTY}]: The image could not be downloaded: its address answered with HTTP status ${status}.`,
						details: { code: 'DOWNLOAD', http_status: status, attempts: 1 },
					},
				},
			]);
			expect(downloads()).toBe(1);
			expect(taggings()).toBe(ITEMS - 1);
			expect(hints).toEqual([]);
		},
	);

	it('with 400 is not sought where its Location says', async () => {
		script([answer(400, '', { Location: `/item-${FAULTY}.bmp` })]);
		const { failures } = await run();
		expect(failures).toMatchObject([{ json: { details: { http_status: 400 } } }]);
		expect(downloads()).toBe(1);
	});

	it('has its own attempts: those at tagging are counted from one', async () => {
		const busy = Array<Reply>(2).fill(answer(503));
		script(busy, [...busy, refusal(400, 'AIS.0504')]);
		const { failures, hints } = await run({ maxAttempts: 3 });
		expect(failures).toMatchObject([{ json: { details: { code: 'AIS.0504', attempts: 3 } } }]);
		expect(downloads()).toBe(3);
		expect(hints).toEqual([expect.stringContaining('2 attempts repeated, 2 downloads repeated')]);
	});

	it('has as many as Max Attempts says, and tells them', async () => {
		script(Array<Reply>(5).fill(answer(503)));
		const { failures } = await run({ maxAttempts: 3 });
		expect(failures).toMatchObject([
			{
				json: {
					details: {
						http_status: 503,
						attempts: 3,
						remedy: expect.stringContaining('raise the option Max Attempts'),
					},
				},
			},
		]);
		expect(downloads()).toBe(3);
	});

	it('holds nobody else up where its host throttles', async () => {
		script([throttled('6')]);
		const begun = Date.now();
		await run({ maxConcurrency: 3 });
		expect(Date.now() - begun).toBeGreaterThanOrEqual(6_000);
		const again = server.seen.findLastIndex(({ path }) => path.startsWith(`/item-${FAULTY}.`));
		const before = server.seen.slice(0, again).filter(({ path }) => path.startsWith('/v2/'));
		expect(before).toHaveLength(ITEMS - 1);
	});

	it('fails at once where its host asks to wait an hour, and the others are tagged', async () => {
		script([throttled('3600')]);
		const { failures } = await run();
		expect(failures).toMatchObject([
			{ item: FAULTY, json: { details: { http_status: 429, attempts: 1 } } },
		]);
		expect(taggings()).toBe(ITEMS - 1);
	});

	it('ends its wait at once when the execution is stopped', async () => {
		script([answer(503, '', { 'Retry-After': '60' })]);
		const stop = new AbortController();
		const running = start({}, stop.signal);
		while (taggings() < ITEMS - 1) await new Promise((resolve) => setTimeout(resolve, 20));
		const stoppedAt = Date.now();
		stop.abort();
		const result = await running;
		await quiet(server);
		// Who sat the wait out is far beyond this.
		expect(Date.now() - stoppedAt).toBeLessThan(10_000);
		expect(result.run.status).toBe('canceled');
		expect(downloads()).toBe(1);
	});
});

it('an OBS link is made anew for every attempt', async () => {
	server.script(() =>
		server.seen.length === 1 ? answer(503, '', { 'Retry-After': '2' }) : undefined,
	);
	const result = await rig.run({
		url: server.url,
		items: 1,
		parameters: { imageSource: 'obs', bucket: 'photos', objectKey: 'item-0.bmp' },
		options: { maxAttempts: 2 },
	});
	expect(accounted(result)).toMatchObject([{ failed: false }]);
	expect(secretsFound(result, server)).toEqual([]);
	const [first, second] = server.seen.map(({ body }) => new URL(String(body?.url)).searchParams);
	const expiry = (query = new URLSearchParams()) => Number(query.get('Expires'));
	expect(expiry(second) - expiry(first)).toBeGreaterThanOrEqual(2);
	expect(second?.get('Signature')).not.toBe(first?.get('Signature'));
});

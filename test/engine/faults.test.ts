import { join } from 'node:path';

import {
	accounted,
	faultRig,
	ITEMS,
	itemOf,
	quiet,
	secretsFound,
	type Fault,
	type OnError,
} from '../support/fault-rig';
import { faults } from '../support/fault-table';
import { faultyServer, type FaultyServer } from '../support/faulty-server';
import { thorough } from '../support/thorough';

let rig: Awaited<ReturnType<typeof faultRig>>;
let server: FaultyServer;
let stranger: FaultyServer;

beforeAll(async () => {
	rig = await faultRig(join(__dirname, '../..'), 'service');
});
afterAll(() => rig.stop());
beforeEach(async () => {
	server = await faultyServer();
	stranger = await faultyServer();
});
afterEach(async () => {
	await server.close();
	await stranger.close();
});

/** Items whose requests meet the fault. */
const FAULTY = [13, 17];

const throughout = (fault: Fault) =>
	server.script(({ body }) =>
		FAULTY.includes(itemOf(body)) ? fault.reply(stranger.url) : undefined,
	);
const run = async (fault: Fault, onError: OnError) => {
	throughout(fault);
	const result = await rig.run({
		url: server.url,
		onError,
		...fault.run,
		options: { maxConcurrency: 10, ...fault.run?.options },
	});
	await quiet(server);
	rig.record(fault.name, onError, result, server);
	expect(stranger.seen).toHaveLength(0);
	expect(secretsFound(result, server)).toEqual([]);
	return result;
};

const requestsFor = (item: number) =>
	server.seen.filter(({ body }) => itemOf(body) === item).length;

const CONTINUE: OnError[] = thorough
	? ['continueRegularOutput', 'continueErrorOutput']
	: ['continueErrorOutput'];

describe.each(faults)('$name', (fault) => {
	it.each(CONTINUE)('leaves every item accounted for, with %s', async (onError) => {
		const result = await run(fault, onError);
		expect(result.error).toBeUndefined();
		const out = accounted(result);
		expect(out.map(({ item }) => item)).toEqual(Array.from({ length: ITEMS }, (_, i) => i));
		const failed = out.filter((one) => one.failed);
		const met = failed.filter(({ item }) => requestsFor(item) > 0);
		for (const { item, json } of failed) {
			// n8n itself adds the input's fields on the error output.
			const ofInput = onError === 'continueErrorOutput' ? ['item'] : [];
			expect(Object.keys(json).sort()).toEqual(['details', 'error', ...ofInput]);
			expect(json.error).toContain(`[item ${item}]`);
			expect(json.error).toMatch(fault.reason);
			expect(json.details).toMatchObject({
				code: fault.code,
				remedy: expect.stringMatching(fault.remedy),
				attempts: requestsFor(item),
			});
		}
		for (const { item } of met) {
			expect(FAULTY).toContain(item);
			expect(requestsFor(item)).toBe(fault.attempts);
		}
		if (fault.stops) {
			expect(met.length).toBeGreaterThanOrEqual(1);
			expect(failed.map(({ item }) => item)).toEqual(expect.arrayContaining(FAULTY));
		} else {
			expect(failed.map(({ item }) => item)).toEqual(FAULTY);
		}
	});

	it('stops the workflow with cause and cure', async () => {
		const result = await run(fault, 'stopWorkflow');
		expect(result.error?.message).toMatch(fault.reason);
		expect(result.error?.description).toMatch(fault.remedy);
		const shown = `${result.error?.message} ${result.error?.description}`;
		expect(shown.match(/The service said/g) ?? []).not.toHaveLength(2);
		expect(FAULTY.map((item) => `[item ${item}]`)).toContain(
			/\[item \d+\]/.exec(result.error?.message ?? '')?.[0],
		);
	});
});

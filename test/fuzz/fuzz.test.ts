import { writeRecord, type Fuzzed } from '../support/reliability/record';
import { properties } from './properties';
import { numRuns, seed } from './settings';

/** The long run takes as long as it takes. */
jest.setTimeout(3_600_000);

const held: Fuzzed[] = [];
afterAll(() => {
	console.info(`${numRuns} cases a property, seed ${seed}`);
	writeRecord('fuzz', held);
});

describe(`hostile input (FUZZ_SEED=${seed})`, () => {
	it.each(properties)('$name', ({ name, run }) => {
		const cases = run({ numRuns, seed });
		held.push({ property: name, cases, seed });
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});
});

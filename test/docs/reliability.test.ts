import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { properties } from '../fuzz/properties';
import { downloadFaults, FOLLOWED } from '../support/download-faults';
import { faults } from '../support/fault-table';
import { NETWORK } from '../support/network-fault-names';
import { EVERY_CODE, oddAnswers } from '../support/odd-answers';

const page = readFileSync(join(__dirname, '../../docs/reliability.md'), 'utf8');

const plain = (cell: string) => cell.trim().replace(/&lt;/g, '<').replace(/\\(.)/g, '$1');

/** The cells of the rows of a section's table, and of the summary's, which has no title. */
const rowsOf = (title: string): string[][] => {
	const section = page.split('\n## ').find((text) => text.startsWith(title)) ?? '';
	const rows = section.split('\n').filter((line) => line.startsWith('|'));
	return rows.slice(2).map((row) =>
		row
			.split(/(?<!\\)\|/)
			.slice(1, -1)
			.map(plain),
	);
};
const namesIn = (title: string) => rowsOf(title).map(([name]) => name);
const namesOf = (table: ReadonlyArray<{ name: string }>) => table.map(({ name }) => name);

const SERVICE = 'Between n8n and the service';
const DOWNLOADS = 'Downloads by n8n';

/** A page that is out of date: run the tests that the beginning of scripts/docs/reliability.mjs names, then it. */
describe('docs/reliability.md is what the tests try', () => {
	it('by the names of faults and properties', () => {
		expect(namesIn(SERVICE)).toEqual(namesOf(faults));
		expect(namesIn('On the way to the service').sort()).toEqual(Object.values(NETWORK).sort());
		expect(namesIn(DOWNLOADS)).toEqual([...namesOf(downloadFaults), FOLLOWED]);
		expect(namesIn('Answers of the service')).toEqual([EVERY_CODE, ...namesOf(oddAnswers)]);
		expect(namesIn('Hostile input')).toEqual(namesOf(properties));
	});

	it('by code, sentence and attempts', () => {
		for (const [index, [, code, sentence, attempts]] of rowsOf(SERVICE).entries()) {
			const fault = faults[index];
			expect({ code, attempts }).toEqual({ code: fault?.code, attempts: String(fault?.attempts) });
			expect(sentence).toMatch(fault?.reason as RegExp);
		}
		for (const [index, { reason, attempts }] of downloadFaults.entries()) {
			expect(rowsOf(DOWNLOADS)[index]?.[2]).toMatch(reason);
			expect(rowsOf(DOWNLOADS)[index]?.[3]).toBe(String(attempts));
		}
	});

	it('and nothing was lost or leaked, on either line of n8n', () => {
		const figures = new Map(rowsOf('# What was').map(([name = '', ...lines]) => [name, lines]));
		const of = (start: string) =>
			[...figures].find(([name]) => name.startsWith(start))?.[1] as [string, string];
		const count =
			faults.length +
			Object.keys(NETWORK).length +
			downloadFaults.length +
			1 +
			oddAnswers.length +
			1;
		expect(of('faults')).toEqual([String(count), String(count)]);
		expect(of('items out')).toEqual(of('items in'));
		expect(of('items lost')).toEqual(['0', '0']);
		expect(of('secrets')).toEqual(['0', '0']);
		const cases = rowsOf('Hostile input').map(([, tried = '']) => Number(tried.replace(/,/g, '')));
		expect(cases.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(100_000);
	});
});

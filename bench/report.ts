import { cpus, platform, arch } from 'node:os';

import { version as n8nCore } from 'n8n-core/package.json';

import type { Row } from './row';

export interface Section {
	name: string;
	title: string;
	/** How it was measured, for the page. */
	how?: string;
	/** Day and machine, as `measuredNow` gives them: sections may be measured one by one. */
	measured: string;
	rows: Row[];
}

const mark = ({ met }: Row): string => (met === undefined ? '' : met ? 'yes' : 'NO');

/** The sections as tables in the terminal. */
export function printTables(sections: Section[]): void {
	for (const { title, rows } of sections) {
		console.log(`\n${title}`);
		console.table(
			rows.map((row) => ({
				what: row.what,
				measured: row.value,
				target: row.target,
				met: mark(row),
			})),
		);
	}
}

export const machine = () => ({
	node: process.versions.node,
	platform: platform(),
	arch: arch(),
	processors: cpus().length,
	model: cpus()[0]?.model.trim(),
	n8nCore,
});

/** For figures that have just been taken. */
export function measuredNow(): string {
	const { node, platform: system, arch: kind, processors, model } = machine();
	const chip = model ? ` (${model})` : '';
	const day = new Date().toISOString().slice(0, 10);
	return `${day}, ${processors} processors${chip}, ${system} ${kind}, Node ${node.split('.')[0]}`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');

const sectionText = ({ title, how, measured, rows }: Section): string =>
	[
		`## ${title}`,
		'',
		...(how ? [how, ''] : []),
		`Measured: ${measured}.`,
		'',
		'| what | measured | target | met |',
		'| --- | --- | --- | --- |',
		...rows.map(
			(row) => `| ${[row.what, row.value, row.target, mark(row)].map(cell).join(' | ')} |`,
		),
	].join('\n');

const judgedRows = (sections: Section[]) =>
	sections.flatMap(({ title, rows }) =>
		rows.filter(({ met }) => met !== undefined).map((row) => ({ title, row })),
	);

/** How many targets were met, by day and machine: what was measured apart is no one result. */
function counts(sections: Section[]): string[] {
	return [...new Set(sections.map(({ measured }) => measured))].map((measured) => {
		const own = sections.filter((section) => section.measured === measured);
		const judged = judgedRows(own);
		const met = judged.filter(({ row }) => row.met).length;
		return `| ${cell(measured)} | ${own.length} | ${met} of ${judged.length} |`;
	});
}

function missed(sections: Section[]): string[] {
	const list = judgedRows(sections)
		.filter(({ row }) => !row.met)
		.map(({ title, row }) => `- ${title}: ${row.what}: ${row.value} (target: ${row.target})`);
	return list.length === 0 ? [] : ['', 'Missed:', '', ...list];
}

/** docs/performance.md */
export function performancePage(sections: Section[]): string {
	return `${[
		'# Performance',
		'',
		'Written by `npm run bench -- --docs`: change the benchmarks (`bench/`), not this page.',
		'',
		'**What.** How near a batch comes to what the network and the quota allow, what it costs in processor time and memory, and what it loses when the service throttles or fails.',
		'',
		`**How.** Unless a section says otherwise, the built node runs on n8n's own execution engine (n8n-core ${n8nCore}), and the service it calls is a stand-in of known speed and quota in a process of its own, on the same machine. Figures are ratios whose two sides were measured in turn in the same run, and medians of several rounds, so that they can be compared from machine to machine. Absolute times can't: a slower machine has others.`,
		'',
		'**When.** Sections can be measured one by one, and each says of which day and machine its figures are. Those of one line here were not all taken in one go either.',
		'',
		'| measured | sections | targets met |',
		'| --- | --- | --- |',
		...counts(sections),
		...missed(sections),
		'',
		sections.map(sectionText).join('\n\n'),
	].join('\n')}\n`;
}

import { cpus, platform, arch } from 'node:os';

import { version as n8nCore } from 'n8n-core/package.json';

import type { Row } from './row';

export interface Section {
	name: string;
	title: string;
	/** How it was measured, for the page. */
	how?: string;
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

const cell = (text: string): string => text.replaceAll('|', '\\|');

const sectionText = ({ title, how, rows }: Section): string =>
	[
		`## ${title}`,
		'',
		...(how ? [how, ''] : []),
		'| what | measured | target | met |',
		'| --- | --- | --- | --- |',
		...rows.map(
			(row) => `| ${[row.what, row.value, row.target, mark(row)].map(cell).join(' | ')} |`,
		),
	].join('\n');

/** How many targets were met, and which were not. */
function verdict(sections: Section[]): string {
	const judged = sections.flatMap(({ title, rows }) =>
		rows.filter(({ met }) => met !== undefined).map((row) => ({ title, row })),
	);
	const missed = judged.filter(({ row }) => !row.met);
	const counted = `${judged.length - missed.length} of ${judged.length} targets are met.`;
	if (missed.length === 0) return counted;
	const list = missed.map(
		({ title, row }) => `- ${title}: ${row.what}: ${row.value} (target: ${row.target})`,
	);
	return [`${counted} Missed:`, '', ...list].join('\n');
}

/** docs/performance.md: generated, without dates, so that it changes only with the figures. */
export function performancePage(sections: Section[]): string {
	const { node, platform: system, arch: kind, processors, model } = machine();
	const chip = model ? ` (${model})` : '';
	return `${[
		'# Performance',
		'',
		'Written by `npm run bench -- --docs`: change the benchmarks (`bench/`), not this page.',
		'',
		'**What.** How near a batch comes to what the network and the quota allow, what it costs in processor time and memory, and what it loses when the service throttles or fails.',
		'',
		`**How.** Unless a section says otherwise, the built node runs on n8n's own execution engine (n8n-core ${n8nCore}), and the service it calls is a stand-in of known speed and quota in a process of its own, on the same machine. Figures are ratios whose two sides were measured in turn in the same run, and medians of several rounds, so that they can be compared from machine to machine. Absolute times can't: a slower machine has others.`,
		'',
		`**On.** ${processors} processors${chip}, ${system} ${kind}, Node ${node.split('.')[0]}.`,
		'',
		verdict(sections),
		'',
		sections.map(sectionText).join('\n\n'),
	].join('\n')}\n`;
}

import { cpus, platform, arch } from 'node:os';

import type { Row } from './row';

export interface Section {
	name: string;
	title: string;
	rows: Row[];
}

const mark = ({ met }: Row): string => (met === undefined ? '' : met ? 'yes' : 'NO');

/** The sections as one table for the terminal. */
export function textTable(sections: Section[]): string {
	const lines = sections.flatMap(({ title, rows }) => [
		[title, '', '', ''],
		...rows.map((row) => [`  ${row.what}`, row.value, row.target, mark(row)]),
	]);
	const cells = [['', 'measured', 'target', 'met'], ...lines];
	const widths = [0, 1, 2].map((column) =>
		Math.max(
			...cells.map((line, at) => (at > 0 && line[1] === '' ? 0 : (line[column]?.length ?? 0))),
		),
	);
	return cells
		.map((line) =>
			line
				.map((cell, column) => cell.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

export const machine = () => ({
	node: process.versions.node,
	platform: platform(),
	arch: arch(),
	processors: cpus().length,
});

/** docs/performance.md: generated, without dates, so that it changes only with the figures. */
export function performancePage(sections: Section[]): string {
	const { node, platform: system, arch: kind, processors } = machine();
	const tables = sections.map(({ title, rows }) =>
		[
			`## ${title}`,
			'',
			'| what | measured | target | met |',
			'| --- | --- | --- | --- |',
			...rows.map(
				(row) => `| ${row.what} | ${row.value} | ${row.target} | ${mark(row).toLowerCase()} |`,
			),
		].join('\n'),
	);
	return `${[
		'# Performance',
		'',
		'Written by `npm run bench -- --docs`. The node runs on the real n8n engine, the service it calls is a stand-in of',
		'known speed in a process of its own, and both sides of a ratio are measured in the same run.',
		`Machine: a shared virtual machine, ${system} ${kind}, ${processors} processors, Node ${node.split('.')[0]}.`,
		'',
		tables.join('\n\n'),
	].join('\n')}\n`;
}

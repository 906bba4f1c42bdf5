import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { reasonFor } from './accepted.mjs';
import { read, root } from './scope.mjs';

/**
 * @typedef {import('./mutants.mjs').Mutant} Mutant
 * @typedef {import('./verdicts.mjs').Verdict} Verdict
 * @typedef {{killed: number, survived: number, accepted: number, uncovered: number}} Counts
 */

const FOLDER = join(root, 'mutation-report');

/** @param {Iterable<[Mutant, Verdict]>} verdicts @returns {Counts} */
export function count(verdicts) {
	const counts = { killed: 0, survived: 0, accepted: 0, uncovered: 0 };
	for (const [mutant, { status }] of verdicts) {
		if (status === 'Killed' || status === 'Timeout') counts.killed++;
		else if (status === 'NoCoverage') counts.uncovered++;
		else if (reasonFor(mutant)) counts.accepted++;
		else counts.survived++;
	}
	return counts;
}

/** Of the mutants that tests run, in percent, without those that may survive. @param {Counts} counts */
export const score = ({ killed, survived }) =>
	killed + survived === 0 ? 100 : (100 * killed) / (killed + survived);

/** @type {(rows: string[][]) => string} */
function table(rows) {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	return rows
		.map((row) =>
			row
				.map((cell, column) =>
					column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
				)
				.join('  '),
		)
		.join('\n');
}

/** @type {(name: string, counts: Counts) => string[]} */
const row = (name, counts) => [
	name,
	score(counts).toFixed(1),
	...[counts.killed, counts.survived, counts.accepted, counts.uncovered].map(String),
];

/** Scores by folder and by file. @param {Map<Mutant, Verdict>} verdicts */
export function printTable(verdicts) {
	/** @type {Map<string, [Mutant, Verdict][]>} */
	const groups = new Map();
	for (const entry of verdicts) {
		const { file } = entry[0];
		const folder = file.startsWith('service/src/')
			? file.split('/').slice(0, 3).join('/')
			: (file.split('/')[0] ?? '');
		for (const name of [folder, `${folder} ${file.slice(folder.length + 1)}`])
			groups.set(name, [...(groups.get(name) ?? []), entry]);
	}
	const rows = [...groups.keys()]
		.sort()
		.map((name) => row(name.replace(/^\S+ /, '  '), count(groups.get(name) ?? [])));
	const head = ['', 'score', 'noticed', 'not', 'may stay', 'not run'];
	console.log(table([head, ...rows, row('all', count(verdicts))]));
}

/** The mutants that no test notices, a line each. @param {Map<Mutant, Verdict>} verdicts */
export function printSurvivors(verdicts) {
	for (const [mutant, { status }] of verdicts) {
		if (status !== 'Survived' || reasonFor(mutant)) continue;
		const { file, location, original, replacement } = mutant;
		const [from, to] = [original, replacement].map((text) =>
			text.replace(/\s+/g, ' ').slice(0, 120),
		);
		console.log(`${file}:${location.start.line + 1}: ${from} → ${to}`);
	}
}

/** @type {(mutant: Mutant, verdict: Verdict) => object} */
function forReport(mutant, verdict) {
	const place = ({ line = 0, column = 0 }) => ({ line: line + 1, column: column + 1 });
	const accepted = verdict.status === 'Survived' ? reasonFor(mutant) : undefined;
	return {
		id: mutant.id,
		mutatorName: mutant.mutator,
		replacement: mutant.replacement,
		location: { start: place(mutant.location.start), end: place(mutant.location.end) },
		status: accepted ? 'Ignored' : verdict.status,
		statusReason: accepted ?? [verdict.by, verdict.test, verdict.why].filter(Boolean).join(': '),
	};
}

/** Each file with its mutants, as a page that needs nothing else. @param {Map<Mutant, Verdict>} verdicts @returns {string} its path */
export function writePage(verdicts) {
	/** @type {Record<string, {language: string, source: string, mutants: object[]}>} */
	const files = {};
	for (const [mutant, verdict] of verdicts) {
		const { file } = mutant;
		files[file] ??= { language: 'typescript', source: read(file), mutants: [] };
		files[file].mutants.push(forReport(mutant, verdict));
	}
	const report = { schemaVersion: '2', thresholds: { high: 95, low: 90 }, files };
	const elements = createRequire(import.meta.url).resolve(
		'mutation-testing-elements/dist/mutation-test-elements.js',
	);
	const json = JSON.stringify(report).replaceAll('<', '\\u003c');
	mkdirSync(FOLDER, { recursive: true });
	const page = join(FOLDER, 'index.html');
	writeFileSync(
		page,
		`<!doctype html><meta charset="utf-8"><title>Mutants</title>
<script>${readFileSync(elements, 'utf8').replaceAll('</script', '<\\/script')}</script>
<mutation-test-report-app title-postfix="Mutants"></mutation-test-report-app>
<script>document.querySelector('mutation-test-report-app').report = ${json};</script>
`,
	);
	return page;
}

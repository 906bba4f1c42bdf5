// Writes docs/reliability.md from what the last test run left in reliability-output:
// npx jest --selectProjects engine-2.x engine-1.x --testPathPatterns 'engine/(faults|network-faults|answers|download-faults)'
// FUZZ_CASES=8000 npx jest --selectProjects unit --testPathPatterns test/fuzz
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

const root = fileURLToPath(new URL('../../', import.meta.url));
const page = 'docs/reliability.md';

/**
 * What a test wrote down: a fault that was on some images of a run, and what became of the run.
 *
 * @typedef {object} Tried
 * @property {string} fault
 * @property {string} setting of _On Error_
 * @property {number} itemsIn
 * @property {number} itemsOut
 * @property {number} secrets found in what n8n keeps
 * @property {{code: string, reason: string, attempts: number}} [failure] none where the images were tagged
 *
 * @typedef {Tried & {group: string}} TriedIn
 * @typedef {string | number} Cell
 */

/** @type {Record<string, {title: string, text: string}>} */
const GROUPS = {
	service: {
		title: 'Between n8n and the service',
		text: 'The fault is on 2 of 20 images; each runs with every setting of _On Error_.',
	},
	network: {
		title: 'On the way to the service',
		text: 'The fault is on all of 20 images, with _Stop Workflow_ and _Continue_.',
	},
	downloads: {
		title: 'Downloads by n8n',
		text: 'The fault is on 1 of 10 addresses.',
	},
	answers: {
		title: 'Answers of the service',
		text: 'What each code says is in the [list of error codes](error-codes.md). Odd answers are read for what they hold.',
	},
};

/** @param {string} path below reliability-output, without extension */
function read(path) {
	const file = `${root}reliability-output/${path}.json`;
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
	throw new Error(`${file} is missing: run the tests first, as the beginning of this script says.`);
}

const versions = readdirSync(`${root}reliability-output/engine`).sort().reverse();
/** @type {{name: string, groups: Record<string, Tried[]>}[]} */
const lines = versions.map((version) => ({
	name: `n8n ${version.startsWith('1.') ? '1' : '2'}.x (n8n-core ${version})`,
	groups: Object.fromEntries(
		Object.keys(GROUPS).map((group) => [group, read(`engine/${version}/${group}`)]),
	),
}));
/** @type {{property: string, cases: number, seed: number}[]} */
const fuzz = read('fuzz');

/**
 * Faults by name, in the order of the tables, with the failure that the user reads.
 *
 * @param {Tried[]} [tried]
 * @returns {Map<string, Tried['failure']>}
 */
function faultsOf(tried = []) {
	const faults = new Map();
	for (const { fault, failure } of tried) {
		if (failure || !faults.has(fault)) faults.set(fault, faults.get(fault) ?? failure);
	}
	return faults;
}

for (const group of Object.keys(GROUPS)) {
	const [first, ...others] = lines.map(({ groups }) => faultsOf(groups[group]));
	if (others.some((other) => !isDeepStrictEqual(first, other))) {
		throw new Error(`The lines of n8n do not agree about "${group}".`);
	}
}

/**
 * @template Row
 * @param {Row[]} rows
 * @param {(row: Row) => number} value
 */
const sum = (rows, value) => rows.reduce((total, row) => total + value(row), 0);
/** @type {[name: string, value: (tried: TriedIn[]) => number][]} */
const figures = [
	['faults', (tried) => new Set(tried.map(({ group, fault }) => `${group}: ${fault}`)).size],
	['runs', (tried) => tried.length],
	['runs set to stop, stopped with the sentence', (tried) => stopping(tried).length],
	['items in, in runs set to continue', (tried) => sum(going(tried), (run) => run.itemsIn)],
	[
		'items out, tagged or as an error, in order',
		(tried) => sum(going(tried), (run) => run.itemsOut),
	],
	['items lost', (tried) => sum(going(tried), (run) => run.itemsIn - run.itemsOut)],
	['secrets found in what n8n keeps of the runs', (tried) => sum(tried, (run) => run.secrets)],
];
/** @param {TriedIn[]} tried */
const stopping = (tried) => tried.filter(({ setting }) => setting === 'stopWorkflow');
/** @param {TriedIn[]} tried */
const going = (tried) => tried.filter(({ setting }) => setting !== 'stopWorkflow');

/** @param {Cell} text */
const cell = (text) =>
	typeof text === 'number'
		? text.toLocaleString('en')
		: text
				.replaceAll('\\', '\\\\')
				.replaceAll('|', '\\|')
				.replaceAll('<', '&lt;')
				.replaceAll('*', '\\*');
/**
 * @param {string[]} head
 * @param {Cell[][]} rows
 */
const table = (head, rows) =>
	[head, head.map(() => '---'), ...rows.map((row) => row.map(cell))]
		.map((row) => `| ${row.join(' | ')} |`)
		.join('\n');

/** @param {[group: string, page: {title: string, text: string}]} entry */
const section = ([group, { title, text }]) => {
	const faults = [...faultsOf(lines[0]?.groups[group])];
	const perCode = group === 'answers' ? 'each code has its own' : '';
	const rows = faults.map(([fault, failure]) =>
		failure && !(perCode && fault.includes('each code'))
			? [fault, failure.code, failure.reason, String(failure.attempts)]
			: [fault, '', failure ? perCode : '(tagged)', ''],
	);
	return [
		`## ${title}`,
		text,
		table(['Fault', 'Code', 'What the user reads', 'Attempts'], rows),
	].join('\n\n');
};

const cases = sum(fuzz, (row) => row.cases);
if (cases < 100_000)
	throw new Error('The last test run tried a sample only: run the tests first, as above.');
const seed = fuzz[0]?.seed;
const markdown = [
	'# What was tried to break it',
	'Written by `node scripts/docs/reliability.mjs` from what a test run left behind; a test fails when it does not match the tests any more. Faults happen over a real socket, on the real engine of both lines of n8n. The lines gave the same sentences.',
	'<!-- prettier-ignore-start -->',
	table(
		['', ...lines.map(({ name }) => name)],
		figures.map(([name, value]) => [
			name,
			...lines.map(({ groups }) =>
				value(
					Object.entries(groups).flatMap(([group, tried]) =>
						tried.map((run) => ({ group, ...run })),
					),
				),
			),
		]),
	),
	...Object.entries(GROUPS).map(section),
	'## Hostile input',
	`${cases.toLocaleString('en')} cases, made from the seed ${seed}: every one gave a result or one of the node's own sentences. \`FUZZ_CASES=${Math.max(...fuzz.map((row) => row.cases))} FUZZ_SEED=${seed} npx jest --selectProjects unit --testPathPatterns test/fuzz\` repeats them; \`npm run test:all\` tries fewer, and \`npm test\` fewer still, with another seed each time. Texts of 1 MB made of what patterns trip over, and growth of time with length, have tests beside them.`,
	table(
		['What holds', 'Cases'],
		fuzz.map(({ property, cases: tried }) => [property, tried]),
	),
	'<!-- prettier-ignore-end -->',
].join('\n\n');

writeFileSync(`${root}${page}`, `${markdown}\n`);
console.log(`Wrote ${page}.`);

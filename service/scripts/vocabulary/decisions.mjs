import { readFileSync } from 'node:fs';

/**
 * What was decided of a term: texts in both languages, and what does not follow from WordNet.
 * @typedef {object} Decision
 * @property {string} en
 * @property {string} zh
 * @property {string} [kind]
 * @property {string} [category] key of categories.json
 * @property {string[]} synsets of WordNet that mean the term: their first word, or an offset
 * @property {string[] | undefined} broader terms that stand instead of WordNet's
 * @property {string[]} added terms that come to WordNet's
 */

const list = (text = '') => (text === '' || text === '-' ? [] : text.split(','));

/** `a,b` stands instead of WordNet's hypernyms, `-` for none of them, `+a` comes to them. */
const broaderTerms = (text = '') => ({
	broader: text === '' || text.startsWith('+') ? undefined : list(text),
	added: text.startsWith('+') ? list(text.slice(1)) : [],
});

const rows = (path) =>
	readFileSync(path, 'utf8')
		.split('\n')
		.filter((line) => line && !line.startsWith('#'))
		.map((line) => line.split('|'));

/**
 * @param {URL} path of a table `en|zh|kind|category|synsets|broader`
 * @returns {Decision[]}
 */
export const readTerms = (path) =>
	rows(path).map(([en, zh, kind, category, synsets, broader]) => ({
		en,
		zh,
		kind,
		category,
		synsets: list(synsets),
		...broaderTerms(broader),
	}));

/**
 * @param {URL} path of a table `class|en|zh|broader|category`, in class order
 * @returns {Decision[]}
 */
export const readClasses = (path) =>
	rows(path).map(([, en, zh, broader, category]) => ({
		en,
		zh,
		category,
		synsets: [],
		...broaderTerms(broader),
	}));

import { readFileSync } from 'node:fs';

/**
 * A noun of WordNet 3.0, whose offsets are ImageNet's class IDs; `broader` has its hypernyms' offsets.
 * @typedef {{ offset: string, words: string[], broader: string[] }} Synset
 */

/**
 * @param {string} folder with WordNet's `data.noun`, such as that of Debian's package wordnet-base
 * @returns {Map<string, Synset>} by offset
 */
export function readNouns(folder) {
	const lines = readFileSync(`${folder}/data.noun`, 'utf8').split('\n');
	const nouns = lines.filter((line) => /^\d{8} /.test(line)).map(synset);
	return new Map(nouns.map((noun) => [noun.offset, noun]));
}

/**
 * A line holds: offset, file, type, number of words (hexadecimal), each word with its sense number,
 * number of pointers, each with symbol (`@`: to a hypernym), offset, part of speech and source, gloss.
 * @param {string} line
 * @returns {Synset}
 */
function synset(line) {
	const fields = line.split(' | ')[0].split(' ');
	const end = 4 + 2 * Number.parseInt(fields[3], 16);
	const words = fields.slice(4, end).filter((_, n) => n % 2 === 0);
	return {
		offset: fields[0],
		words: words.map((word) => word.replaceAll('_', ' ')),
		broader: fields.filter((_, n) => n > end && fields[n - 1] === '@'),
	};
}

/**
 * The synsets of ImageNet's classes. Their labels are the synsets' words, and they stand in ascending
 * order of offsets, which tells synsets of the same words apart.
 * @param {Map<string, Synset>} nouns
 * @param {string[]} labels in class order
 * @returns {Synset[]}
 * @throws {Error} when a label has no synset
 */
export function classSynsets(nouns, labels) {
	const byWords = new Map();
	for (const noun of nouns.values()) {
		const words = noun.words.join(', ');
		byWords.set(words, [...(byWords.get(words) ?? []), noun]);
	}
	let last = '';
	return labels.map((label) => {
		const found = byWords.get(label)?.find(({ offset }) => offset > last);
		if (!found) throw new Error(`WordNet has no synset after ${last} with the words "${label}".`);
		last = found.offset;
		return found;
	});
}

import { say } from './texts.js';

/** Distinct on photographs, and with white text readable on each. */
const COLOURS = [
	'#c7000b',
	'#0a59c4',
	'#197a33',
	'#8a2be2',
	'#a85a00',
	'#00757a',
	'#b3126f',
	'#4f5b66',
];

/**
 * The colour of each tag that has boxes, by its place in the answer. The others have none: colour says
 * which box is whose.
 */
export function coloursOf(tags) {
	const boxed = tags.flatMap((tag, index) => (hasBoxes(tag) ? [index] : []));
	return new Map(boxed.map((index, n) => [index, COLOURS[n % COLOURS.length]]));
}

const hasBoxes = ({ instances = [] }) => instances.length > 0;

/** Shortcut for an element with a class and children. */
export function make(name, className, ...children) {
	const element = document.createElement(name);
	element.className = className;
	element.append(...children);
	return element;
}

/** A word with the same in the other language behind it, where the service says that. */
function inBoth(className, word, translations, language) {
	const other = language === 'en' ? 'zh' : 'en';
	const translated = make('span', 'other', translations?.[other] ?? '');
	translated.lang = other;
	return [make('span', className, word), ' ', translated];
}

/**
 * Shows the tags by type, the type of the surest tag first.
 * @param {object[]} tags as the API answers, best first; v1.0's confidences are numbers, v2's strings
 * @param {'en' | 'zh'} language
 */
export function showTags(area, tags, language) {
	const colours = coloursOf(tags);
	const groups = new Map();
	tags.forEach((tag, index) => {
		const row = rowOf(tag, index, colours.get(index), language);
		groups.set(tag.type, [...(groups.get(tag.type) ?? []), { tag, row }]);
	});
	area.replaceChildren(
		...[...groups].map(([type, members]) =>
			make(
				'section',
				'group',
				make('h3', '', ...inBoth('type', type, members[0].tag.i18n_type, language)),
				make('ol', '', ...members.map(({ row }) => make('li', '', row))),
			),
		),
	);
}

function rowOf(tag, index, colour, language) {
	const row = hasBoxes(tag) ? pressable(index) : make('div', 'tag');
	if (colour) row.style.setProperty('--colour', colour);
	const words = make('span', 'words', ...inBoth('name', tag.tag, tag.i18n_tag, language));
	if (hasBoxes(tag)) words.append(' ', make('span', 'count', boxCount(tag)));
	const confidence = Number(tag.confidence);
	const fill = make('span', 'fill');
	fill.style.width = `${confidence}%`;
	row.append(words, make('span', 'bar', fill), make('span', 'value', `${confidence.toFixed(0)} %`));
	return row;
}

const boxCount = ({ instances: { length } }) =>
	length === 1 ? say('oneBox') : say('boxes', length);

/** The row of a tag that has boxes to bring out. */
function pressable(index) {
	const row = make('button', 'tag');
	row.type = 'button';
	row.dataset.index = index;
	row.setAttribute('aria-pressed', 'false');
	return row;
}

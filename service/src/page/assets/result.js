/** Distinct on photographs, and with white text readable on each. */
const colours = [
	'#c7000b',
	'#0a59c4',
	'#197a33',
	'#8a2be2',
	'#a85a00',
	'#00757a',
	'#b3126f',
	'#4f5b66',
];

const colourOf = (index) => colours[index % colours.length];

/** Shortcut for an element with a class and text. */
function make(name, className, text = '') {
	const element = document.createElement(name);
	element.className = className;
	element.textContent = text;
	return element;
}

/**
 * Shows the tags as a list of bars.
 * @param {object[]} tags as the API answers; v1.0's confidences are numbers, v2's strings
 * @param {'en' | 'zh'} language
 */
export function showTags(list, tags, language) {
	const other = language === 'en' ? 'zh' : 'en';
	list.replaceChildren(
		...tags.map((tag, index) => {
			const row = tag.instances?.length ? pressable(index) : make('div', 'tag');
			const translated = make('span', 'other', tag.i18n_tag[other]);
			translated.lang = other;
			const bar = make('span', 'bar');
			const fill = make('span', 'fill');
			fill.style.width = `${Number(tag.confidence)}%`;
			fill.style.backgroundColor = colourOf(index);
			bar.append(fill);
			row.append(
				make('span', 'name', tag.tag),
				translated,
				make('span', 'type', describeType(tag)),
				make('span', 'value', Number(tag.confidence).toFixed(2)),
				bar,
			);
			const item = document.createElement('li');
			item.append(row);
			return item;
		}),
	);
}

/** The row of a tag that has boxes to bring out. */
function pressable(index) {
	const row = make('button', 'tag');
	row.type = 'button';
	row.dataset.index = index;
	row.setAttribute('aria-pressed', 'false');
	return row;
}

function describeType({ type, instances = [] }) {
	return instances.length > 1 ? `${type} × ${instances.length}` : type;
}

/**
 * Lays the boxes of v2's tags over the picture.
 * @param {{width: number, height: number}} size of the picture, in the pixels that the boxes count in
 */
export function showBoxes(layer, tags, { width, height }) {
	const boxes = tags.flatMap(({ tag, instances = [] }, index) =>
		instances.map(({ bounding_box: box, confidence }) => {
			const element = make('div', 'box');
			element.classList.toggle('high', box.top_left_y < height * 0.06);
			element.classList.toggle('right', box.top_left_x > width * 0.6);
			element.dataset.index = index;
			element.style.setProperty('--colour', colourOf(index));
			element.style.left = `${(100 * box.top_left_x) / width}%`;
			element.style.top = `${(100 * box.top_left_y) / height}%`;
			element.style.width = `${(100 * box.width) / width}%`;
			element.style.height = `${(100 * box.height) / height}%`;
			element.append(make('span', 'label', `${tag} ${Math.round(Number(confidence))}`));
			return [box.width * box.height, element];
		}),
	);
	// Small boxes lie on top, so that the pointer reaches them.
	boxes.sort(([a], [b]) => b - a);
	layer.replaceChildren(...boxes.map(([, element]) => element));
}

/** The smallest picture that holds all boxes, for one that can't be shown. */
export function extentOf(tags) {
	const boxes = tags.flatMap(({ instances = [] }) => instances.map((each) => each.bounding_box));
	return {
		width: Math.max(1, ...boxes.map((box) => box.top_left_x + box.width)),
		height: Math.max(1, ...boxes.map((box) => box.top_left_y + box.height)),
	};
}

/** Pointing at a tag or box brings out the boxes of that tag; pressing a tag keeps them so. */
export function linkTagsAndBoxes(list, layer) {
	const indexOf = (event) => event.target.closest('[data-index]')?.dataset.index;
	const pressed = () => list.querySelector('[aria-pressed=true]')?.dataset.index;
	const bringOut = (index) => {
		layer.classList.toggle('chosen', index !== undefined);
		for (const element of [...layer.children, ...list.querySelectorAll('button')]) {
			element.classList.toggle('lit', element.dataset.index === index);
		}
	};
	for (const area of [list, layer]) {
		area.addEventListener('pointerover', (event) => bringOut(indexOf(event) ?? pressed()));
		area.addEventListener('pointerleave', () => bringOut(pressed()));
	}
	list.addEventListener('focusin', (event) => bringOut(indexOf(event)));
	list.addEventListener('focusout', () => bringOut(pressed()));
	list.addEventListener('click', (event) => {
		const index = indexOf(event);
		for (const row of list.querySelectorAll('button')) {
			const on = row.dataset.index === index && row.getAttribute('aria-pressed') === 'false';
			row.setAttribute('aria-pressed', String(on));
		}
		bringOut(pressed() ?? index);
	});
}

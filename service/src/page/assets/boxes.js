import { coloursOf, make } from './tags.js';

/**
 * Lays the boxes of v2's tags over the picture.
 * @param {{width: number, height: number}} size of the picture, in the pixels that the boxes count in
 */
export function showBoxes(layer, tags, { width, height }) {
	const colours = coloursOf(tags);
	const boxes = tags.flatMap(({ tag, instances = [] }, index) =>
		instances.map(({ bounding_box: box, confidence }) => {
			const element = make('div', 'box');
			element.classList.toggle('high', box.top_left_y < height * 0.06);
			element.classList.toggle('right', box.top_left_x > width * 0.6);
			element.dataset.index = index;
			element.style.setProperty('--colour', colours.get(index));
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
	const colours = coloursOf(tags);
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

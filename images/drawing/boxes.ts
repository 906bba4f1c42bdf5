import type { Bitmap } from '../codecs/bitmap';
import type { Pace } from '../codecs/pace';
import { labelOf } from './lettering/names';
import { fillRounded, grow, strokeRect } from './paint';
import { BLACK, colourOf, textColourOn, WHITE, type Colour } from './palette';
import { placeLabels } from './placement';
import { styleFor, type Style } from './style';
import type { Box, LabelLanguage, Rect } from './tags';
import { CAPITAL_HEIGHT, TextPen } from './lettering/text';

/** Dark outside and light inside a line: one of them shows on any photo. */
const HALO_OPACITY = 0.55;

/** Draws boxes, large ones first, then their labels above all of them. Changes the picture. */
export async function drawBoxes(
	bitmap: Bitmap,
	boxes: readonly Box[],
	language: LabelLanguage,
	pace: Pace,
): Promise<void> {
	const style = styleFor(bitmap.width, bitmap.height);
	const pen = new TextPen(style.em);
	for (const box of [...boxes].sort((a, b) => b.width * b.height - a.width * a.height)) {
		drawBox(bitmap, box, colourOf(box.tag), style);
		await pace();
	}
	const room = bitmap.width - 2 * (style.padding + style.halo);
	const texts = boxes.map((box) => labelOf(box.tag, box.confidence, language, pen, room));
	const requests = boxes.map((box, i) => ({
		anchor: box,
		width: pen.measure(texts[i] ?? '') + 2 * style.padding,
		height: style.labelHeight,
		key: box.tag.tag,
	}));
	for (const [i, place] of placeLabels(requests, bitmap, style.halo).entries()) {
		const box = boxes[i];
		if (box && place && texts[i]) drawLabel(bitmap, texts[i], place, colourOf(box.tag), style, pen);
		await pace();
	}
}

function drawBox(bitmap: Bitmap, box: Box, colour: Colour, { line, halo }: Style): void {
	strokeRect(bitmap, grow(box, halo), halo, BLACK, HALO_OPACITY);
	strokeRect(bitmap, box, line, colour);
	strokeRect(bitmap, grow(box, -line), halo, WHITE, HALO_OPACITY);
}

function drawLabel(
	bitmap: Bitmap,
	text: string,
	place: Rect,
	colour: Colour,
	{ em, halo, padding, radius }: Style,
	pen: TextPen,
): void {
	fillRounded(bitmap, grow(place, halo), radius + halo, BLACK, HALO_OPACITY);
	fillRounded(bitmap, place, radius, colour);
	const baseline = Math.round(place.y + (place.height + em * CAPITAL_HEIGHT) / 2);
	pen.draw(bitmap, text, place.x + padding, baseline, textColourOn(colour));
}

import type { Bitmap } from '../codecs/bitmap';
import { labelOf } from './lettering/names';
import { fillRect, fillRounded } from './paint';
import { BLACK, colourOf, WHITE } from './palette';
import { styleFor } from './style';
import type { AnnotationTag, LabelLanguage } from './tags';
import { CAPITAL_HEIGHT, TextPen } from './lettering/text';

const OPACITY = 0.62;

/** Draws the best tags on a strip along the picture's lower edge, as many as fit on one line. Changes the picture. */
export function drawStrip(
	bitmap: Bitmap,
	tags: readonly AnnotationTag[],
	language: LabelLanguage,
): void {
	const { em, padding, radius } = styleFor(bitmap.width, bitmap.height);
	const pen = new TextPen(em);
	const height = Math.min(Math.round(em * 1.9), bitmap.height);
	const top = bitmap.height - height;
	fillRect(bitmap, { x: 0, y: top, width: bitmap.width, height }, BLACK, OPACITY);
	const baseline = Math.round(top + (height + em * CAPITAL_HEIGHT) / 2);
	const dot = Math.round(em * 0.6);
	const gap = Math.round(em * 0.35);
	let x = 2 * padding;
	for (const tag of [...tags].sort((a, b) => b.confidence - a.confidence)) {
		const room = bitmap.width - x - dot - gap - 2 * padding;
		const first = x === 2 * padding;
		const text = labelOf(tag, tag.confidence, language, pen, first ? room : Infinity);
		if (text === '' || pen.measure(text) > room) break;
		const y = Math.round(top + (height - dot) / 2);
		fillRounded(bitmap, { x, y, width: dot, height: dot }, radius, colourOf(tag));
		pen.draw(bitmap, text, x + dot + gap, baseline, WHITE);
		x += dot + gap + pen.measure(text) + Math.round(em * 0.9);
	}
}

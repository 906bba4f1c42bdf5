import type { Bitmap } from '../../codecs/bitmap';
import { outlineOf, UNKNOWN, type Outline } from './outlines';
import { blend } from '../paint';
import type { Colour } from '../palette';
import { rasterise, type Coverage } from './rasterise';

/** Height of capital letters and of Chinese characters' bodies, in ems: what text is centred by. */
export const CAPITAL_HEIGHT = 0.73;
const ELLIPSIS = '...';

/** Text in one size, measured and drawn; shapes are kept for the time of one picture. */
export class TextPen {
	private readonly shapes = new Map<string, Coverage>();

	/** @param em size of the em in pixels */
	constructor(readonly em: number) {}

	/** Width in pixels, rounded up. */
	measure(text: string): number {
		return Math.ceil(
			[...text].reduce((sum, character) => sum + shape(character).advance, 0) * this.em,
		);
	}

	/** The text, or as much of its beginning as fits with an ellipsis; empty when not even that fits. */
	fit(text: string, width: number): string {
		if (this.measure(text) <= width) return text;
		const characters = [...text];
		while (characters.length > 0) {
			characters.pop();
			const shorter = characters.join('').trimEnd() + ELLIPSIS;
			if (this.measure(shorter) <= width) return characters.length > 0 ? shorter : '';
		}
		return '';
	}

	/** Draws text from `x` on, `baseline` being the row that letters stand on. */
	draw(bitmap: Bitmap, text: string, x: number, baseline: number, colour: Colour): void {
		let pen = x;
		for (const character of text) {
			this.stamp(bitmap, this.coverage(character), Math.round(pen), baseline, colour);
			pen += shape(character).advance * this.em;
		}
	}

	private coverage(character: string): Coverage {
		const known = this.shapes.get(character) ?? rasterise(shape(character), this.em);
		this.shapes.set(character, known);
		return known;
	}

	private stamp(bitmap: Bitmap, glyph: Coverage, x: number, y: number, colour: Colour): void {
		for (let row = 0; row < glyph.height; row++) {
			// Rows above and below the picture are nowhere in its memory, so that nothing is painted there.
			const targetY = y + glyph.top + row;
			for (let column = 0; column < glyph.width; column++) {
				const targetX = x + glyph.left + column;
				const cover = glyph.cover[row * glyph.width + column]!;
				if (cover > 0 && targetX >= 0 && targetX < bitmap.width)
					blend(bitmap.data, (targetY * bitmap.width + targetX) * 4, colour, cover);
			}
		}
	}
}

/** Whether every character of a text can be drawn. */
export function isDrawable(text: string): boolean {
	return [...text].every((character) => outlineOf(character) !== undefined);
}

function shape(character: string): Outline {
	return outlineOf(character) ?? UNKNOWN;
}

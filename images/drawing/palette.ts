import type { AnnotationTag } from './tags';

export type Colour = readonly [red: number, green: number, blue: number];

export const BLACK: Colour = [0, 0, 0];
export const WHITE: Colour = [255, 255, 255];

/**
 * Colours that people with any kind of colour blindness tell apart: Okabe and Ito, "Color Universal Design" (2002),
 * without black, which a photo hides.
 */
export const PALETTE: readonly Colour[] = [
	[230, 159, 0],
	[86, 180, 233],
	[0, 158, 115],
	[240, 228, 66],
	[0, 114, 178],
	[213, 94, 0],
	[204, 121, 167],
];

/** The same tag has the same colour in every picture and language. */
export function colourOf({ tag, i18n_tag }: Pick<AnnotationTag, 'tag' | 'i18n_tag'>): Colour {
	const hash = fnv1a((i18n_tag?.en || tag).toLowerCase());
	return PALETTE[hash % PALETTE.length] ?? WHITE;
}

/** Black or white, whichever is easier to read on the colour. */
export function textColourOn(background: Colour): Colour {
	const light = luminance(background) + 0.05;
	return light / 0.05 >= 1.05 / light ? BLACK : WHITE;
}

/** FNV-1a with a last stir, since its low bits alone are not well mixed. */
function fnv1a(text: string): number {
	let hash = 0x811c9dc5;
	for (const character of text)
		hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return (hash ^ (hash >>> 15)) >>> 0;
}

/** Relative luminance, 0–1 (WCAG 2.2). */
function luminance(colour: Colour): number {
	const [red, green, blue] = colour.map((value) => {
		const part = value / 255;
		return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

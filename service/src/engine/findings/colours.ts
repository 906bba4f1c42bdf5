import type { Pixels } from '../decode/pixels';
import type { Finding, Label } from '../types';

const CATEGORY: Label = { en: 'Colour', zh: '颜色' };
/** What the finding was worked out from. */
const SOURCE = 'colours';
/** Pixels looked at on each axis; enough for shares of a percent. */
const GRID = 100;

/**
 * Names of colours in HSL: hue in degrees, saturation and lightness 0..1. The first that fits a pixel
 * counts. (Plain "orange" is a fruit.) Everything that is not black, white, grey, brown or pink is named by its hue alone.
 */
interface Colour {
	label: Label;
	fits(hue: number, saturation: number, lightness: number): boolean;
}

const between = (from: number, to: number) => (hue: number) => hue >= from && hue < to;

const COLOURS: Colour[] = [
	{ label: { en: 'black', zh: '黑色' }, fits: (_h, _s, l) => l < 0.12 },
	{ label: { en: 'white', zh: '白色' }, fits: (_h, s, l) => l > 0.92 || (l > 0.85 && s < 0.25) },
	{ label: { en: 'grey', zh: '灰色' }, fits: (_h, s) => s < 0.12 },
	{
		label: { en: 'brown', zh: '棕色' },
		fits: (h, s, l) => h >= 12 && h < 45 && l < 0.45 && s < 0.85,
	},
	{ label: { en: 'pink', zh: '粉色' }, fits: (h, _s, l) => (h >= 320 || h < 12) && l > 0.65 },
	{ label: { en: 'orange colour', zh: '橙色' }, fits: between(15, 45) },
	{ label: { en: 'yellow', zh: '黄色' }, fits: between(45, 68) },
	{ label: { en: 'green', zh: '绿色' }, fits: between(68, 165) },
	{ label: { en: 'cyan', zh: '青色' }, fits: between(165, 195) },
	{ label: { en: 'blue', zh: '蓝色' }, fits: between(195, 260) },
	{ label: { en: 'purple', zh: '紫色' }, fits: between(260, 320) },
	{ label: { en: 'red', zh: '红色' }, fits: () => true },
];

/** The index of the colour that a pixel has; channels are 0..255. */
function colourOf(red: number, green: number, blue: number): number {
	const most = Math.max(red, green, blue);
	const least = Math.min(red, green, blue);
	const range = most - least;
	const lightness = (most + least) / 510;
	const saturation = range === 0 ? 0 : range / (255 - Math.abs(most + least - 255));
	const hue = range === 0 ? 0 : hueOf(red, green, blue, most, range);
	return COLOURS.findIndex(({ fits }) => fits(hue, saturation, lightness));
}

function hueOf(red: number, green: number, blue: number, most: number, range: number): number {
	const sector =
		most === red
			? (green - blue) / range
			: most === green
				? (blue - red) / range + 2
				: (red - green) / range + 4;
	return (sector * 60 + 360) % 360;
}

/** Evenly spread places on an axis, at most GRID of them. */
function places(length: number): number[] {
	const count = Math.min(length, GRID);
	return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * length) / count));
}

/**
 * The colours of an image as concepts. A colour's score is the share of the image that has it, so
 * it reaches 0.6 only where it covers 60 % of the image.
 */
export function colourFindings({ width, height, data }: Pixels): Finding[] {
	const columns = places(width);
	const rows = places(height);
	const counts = new Uint32Array(COLOURS.length);
	for (const y of rows)
		for (const x of columns) {
			const at = (y * width + x) * 3;
			counts[colourOf(data[at]!, data[at + 1]!, data[at + 2]!)]!++;
		}
	return COLOURS.map(({ label }, i) => ({
		label,
		kind: 'concept' as const,
		category: CATEGORY,
		score: counts[i]! / (columns.length * rows.length),
		instances: [],
		derivedFrom: SOURCE,
	})).filter(({ score }) => score > 0);
}

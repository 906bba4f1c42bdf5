/**
 * Makes images/drawing/lettering/glyphs.ts: outlines of the characters that labels on pictures need.
 * Needs two packages that the project itself doesn't:
 *   npm install --no-save @fontsource/noto-sans-sc@5.3.0 opentype.js@2.0.0 && node scripts/make-glyphs.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import opentype from 'opentype.js';

const UNITS = 200;
const SHIFT_X = 24;
const SHIFT_Y = 64;
const WEIGHT = 500;
const VOCABULARY = 'service/src/engine/vocabulary';
const TARGET = 'images/drawing/lettering/glyphs.ts';

const fonts = ['latin', 'chinese-simplified'].map((subset) => {
	const path = `@fontsource/noto-sans-sc/files/noto-sans-sc-${subset}-${WEIGHT}-normal.woff`;
	const file = readFileSync(createRequire(join(process.cwd(), 'x.js')).resolve(path));
	return opentype.parse(file.buffer.slice(file.byteOffset, file.byteOffset + file.length));
});

const wanted = [...new Set([...ascii(), ...hanzi(words().join(''))])];
// Rare characters are in files of their own, and not worth one.
const characters = wanted.filter(glyphOf);
const bytes = Buffer.concat(characters.sort().map(pack));
writeFileSync(TARGET, source(bytes.toString('base64')));
console.log(`${characters.length} of ${wanted.length} glyphs, ${bytes.length} bytes`);

function ascii() {
	return Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
}

function hanzi(text) {
	return text.match(/[\u4e00-\u9fff\u3001\u3002\uff0c]/gu) ?? [];
}

/**
 * What is common in tags, and of the service's vocabulary what it says of most images: the words of the detector and of the
 * scene head, what goes with other things, and what is broader than any of these. Most kinds of animals and things are
 * labelled in English.
 */
function words() {
	const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
	const terms = json(`${VOCABULARY}/terms.json`);
	const ids = new Set([
		...json(`${VOCABULARY}/detector.json`).filter(Boolean),
		...json('service/scripts/convert/classifier/scene-head.json').terms,
		...json(`${VOCABULARY}/companions.json`).map(({ implies }) => implies),
	]);
	for (const id of ids) for (const broader of terms[id].broader) ids.add(broader);
	const common = readFileSync('images/drawing/lettering/glyph-words.txt', 'utf8');
	return [common, ...[...ids].map((id) => terms[id].zh)];
}

function glyphOf(character) {
	return fonts.map((font) => font.charToGlyph(character)).find((glyph) => glyph.index > 0);
}

/** Character code (2 bytes), advance, number of contours; for each contour number of points, on-curve bits, x and y of each. */
function pack(character) {
	const glyph = glyphOf(character);
	const contours = glyph
		.getContours()
		.map(dropRepeated)
		.filter((points) => points.length > 2);
	const code = character.codePointAt(0);
	const head = [code >> 8, code & 255, scaled(glyph.advanceWidth), contours.length];
	return Buffer.from([...head, ...contours.flatMap(packContour)]);
}

function packContour(points) {
	const bits = new Array(Math.ceil(points.length / 8)).fill(0);
	points.forEach(({ onCurve }, i) => {
		if (onCurve) bits[i >> 3] |= 1 << (i & 7);
	});
	return [points.length, ...bits, ...points.flatMap(({ x, y }) => place(x, y))].map(byte);
}

function dropRepeated(points) {
	return points.filter((point, i) => {
		const before = points[(i || points.length) - 1];
		return !(
			point.onCurve &&
			before.onCurve &&
			String(place(point.x, point.y)) === String(place(before.x, before.y))
		);
	});
}

function place(x, y) {
	return [scaled(x) + SHIFT_X, scaled(y) + SHIFT_Y];
}

function scaled(value) {
	return Math.round((value / fonts[0].unitsPerEm) * UNITS);
}

function byte(value) {
	if (value < 0 || value > 255) throw new Error(`${value} does not fit a byte`);
	return value;
}

function source(base64) {
	return `/*
 * Made by scripts/make-glyphs.mjs from Noto Sans SC, weight ${WEIGHT} (Copyright 2014-2021 Adobe, with Reserved Font Name 'Source'),
 * SIL Open Font License 1.1: https://openfontlicense.org. Outlines only, of the characters that labels need.
 */

/** Units an em, and what is added to coordinates so that they fit a byte. */
export const GLYPH_GRID = { units: ${UNITS}, shiftX: ${SHIFT_X}, shiftY: ${SHIFT_Y} } as const;

/**
 * Glyph after glyph: character code (2 bytes), advance, number of contours; for each contour the number of points,
 * a bit for each point that is on the curve (else it is the control point of a quadratic curve), x and y of each point.
 */
export const GLYPHS =
	'${base64}';
`;
}

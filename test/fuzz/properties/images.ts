import fc from 'fast-check';

import { parseBase64 } from '../../../images/base64';
import { ImageError } from '../../../images/errors';
import { sniffImage, type SniffedImage } from '../../../images/sniff';
import { validateImage } from '../../../images/validate';
import {
	bmpFile,
	ftyp,
	gifHeader,
	jpegHeader,
	pngHeader,
	webpHeader,
} from '../../images/support/headers';
import { orRefused, property } from '../property';

export const HEADERS = [
	jpegHeader(640, 480, { orientation: 6 }),
	pngHeader(640, 480, 3),
	bmpFile(40, 30),
	webpHeader(640, 480),
	gifHeader(640, 480),
	ftyp('heic'),
	Buffer.from('II*\0\x08\0\0\0', 'latin1'),
	Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
];

interface Edit {
	at: number;
	value: number;
	kind: 'set' | 'insert' | 'delete' | 'cut';
}

const edits = fc.array(
	fc.record({
		at: fc.nat(400),
		value: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
		kind: fc.constantFrom<Edit['kind']>('set', 'set', 'set', 'insert', 'delete', 'cut'),
	}),
	{ maxLength: 12 },
);

const mutated = fc.tuple(fc.constantFrom(...HEADERS), edits).map(([header, list]) => {
	const bytes = [...header];
	for (const { at, value, kind } of list) {
		const place = at % Math.max(bytes.length, 1);
		if (kind === 'set') bytes[place] = value;
		else if (kind === 'insert') bytes.splice(place, 0, value);
		else if (kind === 'delete') bytes.splice(place, 1);
		else if (at % 5 === 0) bytes.length = place;
	}
	return Uint8Array.from(bytes);
});

const anySide = fc.oneof(fc.nat(70_000), fc.constantFrom(0, 1, 0x7fffffff, 0xffffffff));
const absurdSizes = fc
	.tuple(fc.constantFrom('png', 'jpeg', 'bmp', 'gif', 'webp'), anySide, anySide)
	.map(([format, width, height]) => {
		if (format === 'png') return pngHeader(width, height);
		if (format === 'jpeg') return jpegHeader(width & 0xffff, height & 0xffff);
		if (format === 'gif') return gifHeader(width & 0xffff, height & 0xffff);
		if (format === 'webp') return webpHeader((width & 0xffff) + 1, (height & 0xffff) + 1);
		const bytes = bmpFile(4, 4);
		bytes.writeUInt32LE(width, 18);
		bytes.writeUInt32LE(height, 22);
		return bytes;
	});

const anyBytes = fc.oneof(fc.uint8Array({ maxLength: 600 }), mutated, absurdSizes);

export function expectSound(sniffed: SniffedImage): void {
	for (const side of [sniffed.width, sniffed.height, sniffed.uprightWidth, sniffed.uprightHeight])
		if (side !== undefined) expect(Number.isInteger(side) && side > 0).toBe(true);
	if (sniffed.orientation !== undefined)
		expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(sniffed.orientation);
	if (sniffed.damage !== undefined) expect(sniffed.damage).toMatch(/^The .+\.$/);
}

const digits = fc.constantFrom(...'AZaz09+/-_=', ' ', '\n', '!', '\u20ac', '\0');
const text = fc.oneof(
	fc.string({ unit: digits, maxLength: 60 }),
	fc.string({ unit: 'binary', maxLength: 60 }),
	fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64')),
);
const prefix = fc.constantFrom('', '', 'data:image/png;base64,', 'data:,', 'data:', 'http://');
const base64 = fc.oneof(
	{ weight: 9, arbitrary: fc.tuple(prefix, text).map((parts) => parts.join('')) },
	{ weight: 1, arbitrary: fc.anything() },
);

export const images = [
	property(
		'any bytes as an image give a sound answer',
		fc.tuple(
			anyBytes,
			fc.nat(20_000_000),
			fc.option(fc.string({ maxLength: 40 }), { nil: undefined }),
		),
		([bytes, length, claimed]) => {
			const sniffed = sniffImage(bytes);
			expectSound(sniffed);
			for (const level of ['full', 'size', 'off'] as const)
				for (const problem of validateImage(sniffed, length, level, claimed).problems)
					expect(`${problem.reason} ${problem.remedy}`).not.toMatch(/undefined|NaN/);
		},
	),

	property(
		'of an image nothing is read but the header and the last megabyte',
		fc.tuple(mutated, fc.nat(255)),
		([header, filler]) => {
			const near = Buffer.concat([header, Buffer.alloc(1_200_000)]);
			const far = Buffer.concat([header, Buffer.alloc(1_200_000)]);
			far.fill(filler, 100_000, 300_000);
			expect(sniffImage(far)).toEqual(sniffImage(near));
		},
		100,
	),

	property('base64 is decoded as Node decodes it, or refused', base64, (input) => {
		const decoded = orRefused(ImageError, () => parseBase64(input));
		if (decoded === undefined) return;
		const body = String(input)
			.trim()
			.replace(/^data:[^,]*,/i, '')
			.replace(/\s/g, '');
		expect(body).toMatch(/^[\w+/-]+={0,2}$/);
		expect(Buffer.from(decoded.bytes)).toEqual(Buffer.from(body, 'base64'));
	}),
];

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseBase64 } from '../../images/base64';
import { ImageError } from '../../images/errors';
import { sniffImage, type SniffedImage } from '../../images/sniff';
import { validateImage } from '../../images/validate';
import { bmpFile, ftyp, gifHeader, jpegHeader, pngHeader, webpHeader } from './support/headers';

/** The long run: `FUZZ_CASES=100000 npx jest --testPathPatterns test/images/fuzz`; `FUZZ_SEED` repeats one. */
const numRuns = Number(process.env.FUZZ_CASES ?? 2000);
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const settings = { numRuns, seed };
if (process.env.FUZZ_CASES) console.info(`${numRuns} cases a property, seed ${seed}`);

/** Bytes looked at one by one, in the worst of files; the end marker's search is bounded by a test of its own. */
const MOST_READS = 40_000;

const HEADERS = [
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

function expectSound(sniffed: SniffedImage): void {
	for (const side of [sniffed.width, sniffed.height, sniffed.uprightWidth, sniffed.uprightHeight])
		if (side !== undefined) expect(Number.isInteger(side) && side > 0).toBe(true);
	if (sniffed.orientation !== undefined)
		expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(sniffed.orientation);
	if (sniffed.damage !== undefined) expect(sniffed.damage).toMatch(/^The .+\.$/);
}

/** The bytes, seen through a counter of single reads. */
function counted(bytes: Uint8Array): { bytes: Uint8Array; reads: () => number } {
	let reads = 0;
	const get = (target: Uint8Array, key: string | symbol): unknown => {
		if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
		return Reflect.get(target, key, target);
	};
	return { bytes: new Proxy(bytes, { get }), reads: () => reads };
}

describe('hostile input', () => {
	it('as an image: arbitrary bytes, mutated headers and absurd sizes give a sound answer', () => {
		fc.assert(
			fc.property(
				anyBytes,
				fc.nat(20_000_000),
				fc.option(fc.string({ maxLength: 40 }), { nil: undefined }),
				(bytes, length, claimed) => {
					const sniffed = sniffImage(bytes);
					expectSound(sniffed);
					for (const level of ['full', 'size', 'off'] as const)
						for (const problem of validateImage(sniffed, length, level, claimed).problems)
							expect(`${problem.reason} ${problem.remedy}`).not.toMatch(/undefined|NaN/);
				},
			),
			settings,
		);
	});

	it('as an image: nothing beyond the header and the last megabyte is read', () => {
		fc.assert(
			fc.property(mutated, fc.nat(255), (header, filler) => {
				const near = Buffer.concat([header, Buffer.alloc(1_500_000)]);
				const far = Buffer.concat([header, Buffer.alloc(1_500_000)]);
				far.fill(filler, 100_000, 300_000);
				expect(sniffImage(far)).toEqual(sniffImage(near));
			}),
			{ ...settings, numRuns: Math.min(numRuns, 200) },
		);
	});

	it('as base64: any value is decoded as Node decodes it, or refused by our own error', () => {
		const digits = fc.constantFrom(...'AZaz09+/-_=', ' ', '\n', '!', '\u20ac', '\0');
		const text = fc.oneof(
			fc.string({ unit: digits, maxLength: 60 }),
			fc.string({ unit: 'binary', maxLength: 60 }),
			fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64')),
		);
		const prefix = fc.constantFrom('', '', 'data:image/png;base64,', 'data:,', 'data:', 'http://');
		const value = fc.oneof(
			{ weight: 9, arbitrary: fc.tuple(prefix, text).map((parts) => parts.join('')) },
			{ weight: 1, arbitrary: fc.anything() },
		);
		fc.assert(
			fc.property(value, (input) => {
				try {
					const { bytes } = parseBase64(input);
					const body = String(input)
						.trim()
						.replace(/^data:[^,]*,/i, '')
						.replace(/\s/g, '');
					expect(body).toMatch(/^[\w+/-]+={0,2}$/);
					expect(Buffer.from(bytes).toString('base64url')).toBe(
						Buffer.from(body, 'base64').toString('base64url'),
					);
				} catch (error) {
					if (!(error instanceof ImageError)) throw error;
				}
			}),
			settings,
		);
	});

	it.each([
		['of one digit', 'A'.repeat(1_000_003)],
		['of commas', ','.repeat(1_000_000)],
		['of data: heads', 'data:;'.repeat(170_000)],
		['of spaces', ' '.repeat(1_000_000)],
		['of spaces around a letter', `A${' '.repeat(1_000_000)}A`],
		['of padding', '='.repeat(1_000_000)],
		['of lone surrogates', '\ud800'.repeat(1_000_000)],
		['with a stranger at its end', `${'A'.repeat(1_000_000)}!`],
		['of line breaks between digits', 'A\r\n'.repeat(333_333)],
	])('as base64: a 1 MB string %s is decoded or refused by our own error', (_name, text) => {
		try {
			expect(parseBase64(text).bytes.length).toBeGreaterThan(0);
		} catch (error) {
			expect(error).toBeInstanceOf(ImageError);
		}
	});

	it('as an image: 8 MB of anything cost a bounded number of reads', () => {
		for (const fill of ['00', 'ff', 'ffd8', 'ffe00002', '3c737667', '0000000049444154']) {
			const whole = Buffer.alloc(8_000_000, fill, 'hex');
			for (const header of [Buffer.alloc(0), ...HEADERS]) {
				const start = header.subarray(0, -8);
				const file = counted(Buffer.concat([start, whole]));
				expectSound(sniffImage(file.bytes));
				expect(file.reads()).toBeLessThan(MOST_READS);
			}
		}
	});
});

import { crc32 as zlibCrc32, deflateSync, inflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { crc32 } from '../../../images/codecs/png/crc32';
import { decodePng } from '../../../images/codecs/png/decode';
import { encodePng } from '../../../images/codecs/png/encode';
import { readPngParts } from '../../../images/codecs/png/header';
import { Inflated } from '../../../images/codecs/zlib';
import { PictureError } from '../../../images/errors';
import { sniffImage } from '../../../images/sniff';
import { pngChunk } from '../metadata/support/chunk-files';
import { bitmap, pace, difference, fixture } from '../support/pixels';

const KINDS = [
	...['rgb-8', 'rgba-8', 'rgba-interlaced', 'rgb-16', 'grey-8', 'grey-alpha'],
	...['palette-8', 'palette-4', 'palette-2', 'palette-1'],
];

describe('decodePng', () => {
	it.each(KINDS)('decodes kind %s to the pixels that libvips finds', async (kind) => {
		const decoded = await decodePng(fixture(`png-${kind}.png`), pace);
		expect([decoded.width, decoded.height]).toEqual([19, 13]);
		expect(difference(decoded.data, fixture(`png-${kind}.rgba`)).max).toBeLessThanOrEqual(1);
	});

	it('makes the colour transparent that the file names as transparent', async () => {
		const opaque = await encodePng(
			bitmap(2, 1, (x) => (x ? [9, 8, 7, 255] : [1, 2, 3, 255])),
			pace,
		);
		const chunk = Buffer.from('\0\0\0\x06tRNS\0\x09\0\x08\0\x07\0\0\0\0', 'latin1');
		const bytes = Buffer.concat([opaque.subarray(0, 33), chunk, opaque.subarray(33)]);
		expect([...(await decodePng(bytes, pace)).data]).toEqual([1, 2, 3, 255, 9, 8, 7, 0]);
	});

	it.each([
		['cut off', (b: Buffer) => Buffer.concat([b.subarray(0, 200), b.subarray(-12)])],
		['scrambled', (b: Buffer) => b.fill(0xaa, 60, 120)],
		['without pixels', (b: Buffer) => Buffer.concat([b.subarray(0, 33), b.subarray(-12)])],
	])('refuses data that is %s with a sentence', async (_name, damage) => {
		const bytes = damage(fixture('png-rgba-8.png'));
		await expect(decodePng(bytes, pace)).rejects.toThrow(PictureError);
		await expect(decodePng(bytes, pace)).rejects.toThrow(/^The PNG can't be decoded: .*\.$/);
	});

	/** An interlaced PNG of RGBA: the bytes of its rows, pass for pass, each behind its filter. */
	const interlaced = (width: number, height: number, rows: number[]) => {
		const header = Buffer.from(fixture('png-rgba-interlaced.png').subarray(0, 33));
		header.writeUInt32BE(width, 16);
		header.writeUInt32BE(height, 20);
		return Buffer.concat([
			header,
			pngChunk('IDAT', deflateSync(Buffer.from(rows))),
			pngChunk('IEND', ''),
		]);
	};

	it('passes over what an interlaced picture has no pixels for', async () => {
		const pixel = (value: number) => [value, value + 1, value + 2, 255];
		const [a, b, c, d, e, f] = [10, 20, 30, 40, 50, 60].map(pixel) as number[][];
		const one = await decodePng(interlaced(1, 1, [0, ...a!]), pace);
		expect([...one.data]).toEqual(a);
		const rows = [0, ...a!, 0, ...c!, 0, ...b!, 0, ...d!, ...e!, ...f!];
		const six = await decodePng(interlaced(3, 2, rows), pace);
		expect([...six.data]).toEqual([a, b, c, d, e, f].flat());
	});

	it.each([
		['is whole', fixture('png-rgba-8.png')],
		['is cut off', Buffer.concat([fixture('png-rgba-8.png').subarray(0, 200), Buffer.alloc(12)])],
	])('gives up what it did not read of data that %s', async (_, bytes) => {
		const close = jest.spyOn(Inflated.prototype, 'close');
		await decodePng(bytes, pace).catch(() => undefined);
		expect(close).toHaveBeenCalledTimes(1);
		close.mockRestore();
	});

	it('reads no more than the picture takes from data that unfolds to far more', async () => {
		const whole = await encodePng(
			bitmap(4, 4, () => [1, 2, 3, 255]),
			pace,
		);
		const bomb = deflateSync(Buffer.concat([Buffer.alloc(4 * 13), Buffer.alloc(50_000_000)]));
		const length = Buffer.alloc(4);
		length.writeUInt32BE(bomb.length);
		const bytes = Buffer.concat([
			whole.subarray(0, 33),
			...[length, Buffer.from('IDAT'), bomb, Buffer.alloc(4)],
			whole.subarray(-12),
		]);
		expect((await decodePng(bytes, pace)).data).toHaveLength(64);
	});
});

describe('encodePng', () => {
	it('gives back every pixel, with and without transparency', async () => {
		for (const alpha of [255, 128]) {
			const picture = bitmap(301, 97, (x, y) => [x, y * 2, x ^ y, (x + y) % 9 ? 255 : alpha]);
			const bytes = await encodePng(picture, pace);
			expect(await decodePng(bytes, pace)).toEqual(picture);
			expect(bytes[25]).toBe(alpha === 255 ? 2 : 6);
			expect(sniffImage(bytes).damage).toBeUndefined();
		}
	});

	it('writes chunks that zlib and its checksum agree with', async () => {
		const bytes = Buffer.from(
			await encodePng(
				bitmap(40, 30, (x, y) => [x, y, 0, 255]),
				pace,
			),
		);
		const data: Buffer[] = [];
		for (let at = 8; at < bytes.length; ) {
			const length = bytes.readUInt32BE(at);
			const body = bytes.subarray(at + 8, at + 8 + length);
			expect(bytes.readUInt32BE(at + 8 + length)).toBe(
				zlibCrc32(bytes.subarray(at + 4, at + 8 + length)),
			);
			if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(body);
			at += 12 + length;
		}
		expect(inflateSync(Buffer.concat(data))).toHaveLength(30 * (1 + 40 * 3));
	});

	it('compresses a large picture in pieces of 256 KB, and pauses after each', async () => {
		const picture = bitmap(1000, 700, (x, y) => [x, y, x ^ y, 128]);
		let pauses = 0;
		const bytes = Buffer.from(await encodePng(picture, async () => void pauses++));
		const rowBytes = 1 + 4 * 1000;
		const pieces = Math.ceil(700 / Math.floor((256 * 1024) / rowBytes));
		const { data } = readPngParts(bytes);
		expect(pauses).toBe(pieces + data.length);
		expect(inflateSync(Buffer.concat(data))).toHaveLength(700 * rowBytes);
	});

	it('knows the check value of CRC-32', () => {
		expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
	});
});

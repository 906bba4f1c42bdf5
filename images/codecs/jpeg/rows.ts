import { BitReader, BitWriter, BrokenScan } from './bits';
import { buildCodes, buildLookup, type HuffmanLookup } from './huffman';
import type { HuffmanSpec, SequentialJpeg } from './segments';
import { DC_LUMINANCE } from './standard-tables';

/** Most bytes that the 64 coefficients of a block can take, stuffing included. */
export const MAX_BLOCK_BYTES = 512;
const END_OF_BLOCK = 0x00;
const SIXTEEN_ZEROS = 0xf0;

/**
 * The DC table of the rewritten rows has every size that 8-bit samples need;
 * a file's own table may lack the size of a difference that arises where a row begins.
 */
export const ROW_DC_SPEC: HuffmanSpec = DC_LUMINANCE;
const ROW_DC_CODES = buildCodes(ROW_DC_SPEC);

interface Block {
	component: number;
	dc: HuffmanLookup;
	ac: HuffmanLookup;
}

/** How a JPEG is laid out in MCUs. Height of a row of MCUs in pixels. */
export interface RowLayout {
	rowHeight: number;
	rowCount: number;
	mcusPerRow: number;
	blocks: Block[];
}

/** A frame of one component is not interleaved: its MCU is one block, whatever its sampling factors. */
export function layOut(jpeg: SequentialJpeg): RowLayout {
	const single = jpeg.frame.length === 1;
	const maxH = single ? 1 : Math.max(...jpeg.frame.map(({ h }) => h));
	const maxV = single ? 1 : Math.max(...jpeg.frame.map(({ v }) => v));
	const lookups = new Map<HuffmanSpec, HuffmanLookup>();
	const lookup = (spec: HuffmanSpec | undefined): HuffmanLookup => {
		if (!spec) throw new BrokenScan('A Huffman table is missing.');
		const built = lookups.get(spec) ?? buildLookup(spec);
		lookups.set(spec, built);
		return built;
	};
	const blocks = jpeg.scan.flatMap(({ dc, ac }, component) => {
		const { h, v } = jpeg.frame[component] ?? { h: 1, v: 1 };
		const block = {
			component,
			dc: lookup(jpeg.dcTables.get(dc)),
			ac: lookup(jpeg.acTables.get(ac)),
		};
		return Array.from({ length: single ? 1 : h * v }, () => block);
	});
	return {
		rowHeight: maxV * 8,
		rowCount: Math.ceil(jpeg.height / (maxV * 8)),
		mcusPerRow: Math.ceil(jpeg.width / (maxH * 8)),
		blocks,
	};
}

/**
 * Yields the entropy-coded data of each row of MCUs, rewritten so that it can be decoded by itself:
 * nothing is decoded to coefficients, AC codes are copied, only the DC differences (which run from block to block) are written anew.
 * @throws {BrokenScan} when the data breaks off
 */
export function* splitRows(
	bytes: Uint8Array,
	jpeg: SequentialJpeg,
	layout: RowLayout,
): Generator<Uint8Array> {
	const reader = new BitReader(bytes, jpeg.dataStart);
	const writer = new BitWriter();
	const read = new Int32Array(jpeg.frame.length);
	const written = new Int32Array(jpeg.frame.length);
	let untilRestart = jpeg.restartInterval || Infinity;
	for (let row = 0; row < layout.rowCount; row++) {
		written.fill(0);
		for (let mcu = 0; mcu < layout.mcusPerRow; mcu++) {
			if (untilRestart-- === 0) {
				reader.passRestart();
				read.fill(0);
				untilRestart = jpeg.restartInterval - 1;
			}
			for (const { component, dc, ac } of layout.blocks) {
				writer.reserve(MAX_BLOCK_BYTES);
				const value = (read[component] ?? 0) + readDifference(reader, dc);
				writeDifference(writer, value - (written[component] ?? 0));
				read[component] = written[component] = value;
				copyCoefficients(reader, writer, ac);
			}
			reader.check();
		}
		yield writer.finish();
	}
}

function readDifference(reader: BitReader, table: HuffmanLookup): number {
	const entry = table[reader.peek16()] ?? 0;
	const size = entry & 0xff;
	if (entry === 0 || size > 11) throw new BrokenScan('A DC code makes no sense.');
	reader.take(entry >> 8);
	if (size === 0) return 0;
	const bits = reader.take(size);
	return bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;
}

function writeDifference(writer: BitWriter, difference: number): void {
	const size = 32 - Math.clz32(Math.abs(difference));
	const length = ROW_DC_CODES.lengths[size];
	if (!length) throw new BrokenScan('A DC difference is out of range.');
	writer.put(ROW_DC_CODES.codes[size]!, length);
	if (size > 0) writer.put(difference < 0 ? difference + (1 << size) - 1 : difference, size);
}

function copyCoefficients(reader: BitReader, writer: BitWriter, table: HuffmanLookup): void {
	for (let k = 1; k < 64; k++) {
		const entry = table[reader.peek16()] ?? 0;
		if (entry === 0) throw new BrokenScan('An AC code makes no sense.');
		const length = entry >> 8;
		const symbol = entry & 0xff;
		writer.put(reader.take(length), length);
		if (symbol === END_OF_BLOCK) return;
		if (symbol === SIXTEEN_ZEROS) k += 15;
		else {
			const size = symbol & 15;
			writer.put(reader.take(size), size);
			k += symbol >> 4;
		}
	}
}

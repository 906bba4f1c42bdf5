import type { Bitmap } from '../bitmap';
import type { Pace } from '../pace';
import { BitWriter } from './bits';
import { encodeBlock, type BlockCoder } from './encode-block';
import { DCT_SCALE } from './dct';
import {
	AC_CHROMINANCE,
	AC_LUMINANCE,
	buildCodes,
	DC_CHROMINANCE,
	DC_LUMINANCE,
	quantisationSteps,
	ZIGZAG,
} from './standard-tables';

const BLOCK = 8;

/**
 * Encodes an opaque picture as baseline JPEG (ISO/IEC 10918-1) with full colour resolution, which keeps thin coloured
 * lines sharp. Written here because the event loop must get a turn between rows of blocks: encoders at hand take a whole
 * picture in one go.
 * @param quality 1–100
 */
export async function encodeJpeg(bitmap: Bitmap, quality: number, pace: Pace): Promise<Uint8Array> {
	const [luminance, chrominance] = quantisationSteps(quality);
	const writer = new BitWriter();
	const coders = [
		createCoder(luminance, DC_LUMINANCE, AC_LUMINANCE),
		createCoder(chrominance, DC_CHROMINANCE, AC_CHROMINANCE),
		createCoder(chrominance, DC_CHROMINANCE, AC_CHROMINANCE),
	];
	for (let top = 0; top < bitmap.height; top += BLOCK) {
		for (let left = 0; left < bitmap.width; left += BLOCK) {
			loadBlock(bitmap, left, top, coders);
			for (const coder of coders) encodeBlock(coder, writer);
		}
		await pace();
	}
	return Buffer.concat([
		header(bitmap, luminance, chrominance),
		writer.finish(),
		Uint8Array.of(0xff, 0xd9),
	]);
}

function createCoder(steps: number[], dc: Uint8Array, ac: Uint8Array): BlockCoder {
	const factors = Float32Array.from(steps, (step, i) => 1 / (step * DCT_SCALE[i]!));
	return {
		samples: new Float32Array(64),
		factors,
		coefficients: new Int32Array(64),
		before: 0,
		dc: buildCodes(dc),
		ac: buildCodes(ac),
	};
}

/** Fills the coders' samples with brightness and colour (JFIF, BT.601) of a block; beyond the edge its pixels repeat. */
function loadBlock(
	{ width, height, data }: Bitmap,
	left: number,
	top: number,
	[y, cb, cr]: BlockCoder[],
): void {
	for (let row = 0, i = 0; row < BLOCK; row++) {
		const start = Math.min(top + row, height - 1) * width;
		for (let column = 0; column < BLOCK; column++, i++) {
			const at = (start + Math.min(left + column, width - 1)) * 4;
			const red = data[at]!;
			const green = data[at + 1]!;
			const blue = data[at + 2]!;
			y!.samples[i] = 0.299 * red + 0.587 * green + 0.114 * blue - 128;
			cb!.samples[i] = -0.168736 * red - 0.331264 * green + 0.5 * blue;
			cr!.samples[i] = 0.5 * red - 0.418688 * green - 0.081312 * blue;
		}
	}
}

function header({ width, height }: Bitmap, luminance: number[], chrominance: number[]): Buffer {
	const zigzag = (steps: number[]): number[] => Array.from(ZIGZAG, (place) => steps[place]!);
	const [w, h] = [width, height].map((side) => [side >> 8, side & 0xff]) as [number[], number[]];
	return Buffer.concat([
		Uint8Array.of(0xff, 0xd8),
		segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]),
		segment(0xdb, [0, ...zigzag(luminance), 1, ...zigzag(chrominance)]),
		segment(0xc0, [8, ...h, ...w, 3, 1, 0x11, 0, 2, 0x11, 1, 3, 0x11, 1]),
		segment(0xc4, [0x00, ...DC_LUMINANCE, 0x10, ...AC_LUMINANCE]),
		segment(0xc4, [0x01, ...DC_CHROMINANCE, 0x11, ...AC_CHROMINANCE]),
		segment(0xda, [3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0]),
	]);
}

function segment(marker: number, body: number[]): Uint8Array {
	const length = body.length + 2;
	return Uint8Array.of(0xff, marker, length >> 8, length & 0xff, ...body);
}

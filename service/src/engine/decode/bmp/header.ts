/** Bit masks of a pixel's channels; alpha 0 means that there is none. */
export interface Masks {
	red: number;
	green: number;
	blue: number;
	alpha: number;
}

export interface BmpHeader {
	width: number;
	height: number;
	topDown: boolean;
	/** Bits a pixel: 1, 2, 4, 8, 16, 24 or 32. */
	bits: number;
	encoding: 'rgb' | 'rle8' | 'rle4';
	/** Where the pixels start in the file. */
	offset: number;
	/** Colours of an indexed image, three bytes (red, green, blue) each. */
	palette: Uint8Array;
	masks: Masks;
}

const FILE_HEADER = 14;
const CORE_HEADER = 12;
const INFO_HEADER = 40;
const MAX_HEADER = 124;

/** The compression field's values that can be read, and the bit depths that each goes with. */
const COMPRESSIONS: Record<
	number,
	{ encoding: BmpHeader['encoding']; masked?: boolean; bits: number[] }
> = {
	0: { encoding: 'rgb', bits: [1, 2, 4, 8, 16, 24, 32] },
	1: { encoding: 'rle8', bits: [8] },
	2: { encoding: 'rle4', bits: [4] },
	3: { encoding: 'rgb', masked: true, bits: [16, 32] },
	6: { encoding: 'rgb', masked: true, bits: [16, 32] },
};
const BITFIELDS_WITH_ALPHA = 6;

const MASKS_OF_16_BITS: Masks = { red: 0x7c00, green: 0x03e0, blue: 0x001f, alpha: 0 };
const MASKS_OF_32_BITS: Masks = { red: 0xff0000, green: 0x00ff00, blue: 0x0000ff, alpha: 0 };

function readMasks(image: Buffer, headerSize: number, compression: number): Masks {
	const at = FILE_HEADER + INFO_HEADER;
	// Version 3 headers and later hold the alpha mask; otherwise only the sixth compression has one.
	const hasAlpha = headerSize >= 56 || compression === BITFIELDS_WITH_ALPHA;
	return {
		red: image.readUInt32LE(at),
		green: image.readUInt32LE(at + 4),
		blue: image.readUInt32LE(at + 8),
		alpha: hasAlpha ? image.readUInt32LE(at + 12) : 0,
	};
}

/** Colours are stored as blue, green, red, and a fourth byte except with the oldest header. */
function readPalette(image: Buffer, at: number, count: number, entrySize: number): Uint8Array {
	const palette = new Uint8Array(count * 3);
	for (let i = 0; i < count; i++) {
		const entry = at + i * entrySize;
		palette[i * 3] = image.readUInt8(entry + 2);
		palette[i * 3 + 1] = image.readUInt8(entry + 1);
		palette[i * 3 + 2] = image.readUInt8(entry);
	}
	return palette;
}

function readCoreFields(image: Buffer) {
	return {
		width: image.readUInt16LE(18),
		signedHeight: image.readUInt16LE(20),
		bits: image.readUInt16LE(24),
		compression: 0,
		coloursUsed: 0,
	};
}

function readInfoFields(image: Buffer, headerSize: number) {
	return {
		width: image.readInt32LE(18),
		signedHeight: image.readInt32LE(22),
		bits: image.readUInt16LE(28),
		// OS/2 2.x headers may be cut to 16 bytes, which leaves the rest zero.
		compression: headerSize >= 20 ? image.readUInt32LE(30) : 0,
		coloursUsed: headerSize >= 36 ? image.readUInt32LE(46) : 0,
	};
}

/**
 * Reads the header of a bitmap file: nothing that it says of sizes is believed without bounds.
 * @throws {Error} when it is cut off or states what can't be
 */
export function readBmpHeader(image: Buffer): BmpHeader {
	const offset = image.readUInt32LE(10);
	const headerSize = image.readUInt32LE(14);
	const core = headerSize === CORE_HEADER;
	if (!core && (headerSize < 16 || headerSize > MAX_HEADER)) throw new Error('header size');
	const fields = core ? readCoreFields(image) : readInfoFields(image, headerSize);
	const { width, signedHeight, bits, compression } = fields;
	const kind = COMPRESSIONS[compression];
	if (!kind?.bits.includes(bits)) throw new Error('compression');
	if (width <= 0 || signedHeight === 0) throw new Error('size');
	const topDown = signedHeight < 0;
	if (topDown && kind.encoding !== 'rgb') throw new Error('run lengths from the top');

	// Masks, which may be in between, have no palette.
	const paletteAt = FILE_HEADER + headerSize;
	const entrySize = core ? 3 : 4;
	const most = bits <= 8 ? 2 ** bits : 0;
	const stated = Math.min(fields.coloursUsed || most, most);
	const room = Math.max(0, Math.floor((offset - paletteAt) / entrySize));
	return {
		width,
		height: Math.abs(signedHeight),
		topDown,
		bits,
		encoding: kind.encoding,
		offset,
		palette: readPalette(image, paletteAt, Math.min(stated, room), entrySize),
		masks: kind.masked
			? readMasks(image, headerSize, compression)
			: bits === 16
				? MASKS_OF_16_BITS
				: MASKS_OF_32_BITS,
	};
}

/** Smallest files that a header reader takes for whole. Every function returns fresh bytes. */

const ascii = (text: string) => Buffer.from(text, 'latin1');

function u16be(value: number): Buffer {
	return Buffer.from([value >> 8, value & 255]);
}

function u32be(value: number): Buffer {
	const b = Buffer.alloc(4);
	b.writeUInt32BE(value);
	return b;
}

function segment(marker: number, body: Buffer): Buffer {
	return Buffer.concat([Buffer.from([0xff, marker]), u16be(body.length + 2), body]);
}

type ByteOrder = 'II' | 'MM';

/** Begins a TIFF structure, and writes numbers as its byte order has them. */
function tiffIn(b: Buffer, byteOrder: ByteOrder) {
	const little = byteOrder === 'II';
	b.write(little ? 'II*\0' : 'MM\0*', 'latin1');
	return {
		u16: (value: number, at: number) =>
			little ? b.writeUInt16LE(value, at) : b.writeUInt16BE(value, at),
		u32: (value: number, at: number) =>
			little ? b.writeUInt32LE(value, at) : b.writeUInt32BE(value, at),
	};
}

/** An EXIF body (TIFF structure) that holds nothing but the orientation. */
export function exif(orientation: number, byteOrder: ByteOrder = 'MM'): Buffer {
	const b = Buffer.alloc(26);
	const { u16, u32 } = tiffIn(b, byteOrder);
	u32(8, 4);
	u16(1, 8);
	u16(0x0112, 10);
	u16(3, 12);
	u32(1, 14);
	u16(orientation, 18);
	return b;
}

/** EXIF as cameras write it: behind a gap, the orientation among other entries, in their order. */
export function cameraExif(orientation: number, byteOrder: ByteOrder): Buffer {
	const gap = 34;
	const entries: [tag: number, type: number, count: number, value: number][] = [
		[0x010f, 2, 6, 200],
		[0x0110, 2, 8, 206],
		[0x0112, 3, 1, orientation],
		[0x011a, 5, 1, 214],
		[0x8769, 4, 1, 222],
	];
	const b = Buffer.alloc(260, 0x5a);
	const { u16, u32 } = tiffIn(b, byteOrder);
	u32(gap, 4);
	u16(entries.length, gap);
	for (const [i, [tag, type, count, value]] of entries.entries()) {
		const at = gap + 2 + i * 12;
		u16(tag, at);
		u16(type, at + 2);
		u32(count, at + 4);
		// A short stands in the first two bytes of four.
		if (type === 3) u16(value, at + 8);
		else u32(value, at + 8);
	}
	return b;
}

export function jpegHeader(
	width: number,
	height: number,
	{
		orientation,
		frame = 0xc0,
		tiff = orientation && exif(orientation),
	}: { orientation?: number; frame?: number; tiff?: Buffer | 0 } = {},
): Buffer {
	return Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		tiff ? segment(0xe1, Buffer.concat([ascii('Exif\0\0'), tiff])) : Buffer.alloc(0),
		segment(0xdb, Buffer.alloc(65)),
		segment(
			frame,
			Buffer.concat([Buffer.from([8]), u16be(height), u16be(width), Buffer.alloc(10)]),
		),
		segment(0xda, Buffer.alloc(10)),
		Buffer.from([1, 2, 3, 0xff, 0, 4, 0xff, 0xd9]),
	]);
}

function chunk(type: string, body: Buffer): Buffer {
	return Buffer.concat([u32be(body.length), ascii(type), body, Buffer.alloc(4)]);
}

export function pngHeader(width: number, height: number, orientation?: number): Buffer {
	return Buffer.concat([
		ascii('\x89PNG\r\n\x1a\n'),
		chunk('IHDR', Buffer.concat([u32be(width), u32be(height), Buffer.from([8, 6, 0, 0, 0])])),
		orientation === undefined ? Buffer.alloc(0) : chunk('eXIf', exif(orientation, 'II')),
		chunk('IDAT', Buffer.alloc(8)),
		ascii('\0\0\0\0IEND\xaeB`\x82'),
	]);
}

/** A whole BMP of black pixels, 24 bits each; a negative height means rows from top to bottom. */
export function bmpFile(width: number, height: number): Buffer {
	const row = Math.ceil((width * 24) / 32) * 4;
	const b = Buffer.alloc(54 + row * Math.abs(height));
	b.write('BM', 'latin1');
	b.writeUInt32LE(b.length, 2);
	b.writeUInt32LE(54, 10);
	b.writeUInt32LE(40, 14);
	b.writeInt32LE(width, 18);
	b.writeInt32LE(height, 22);
	b.writeUInt16LE(1, 26);
	b.writeUInt16LE(24, 28);
	return b;
}

export function gifHeader(width: number, height: number): Buffer {
	const b = Buffer.alloc(14);
	b.write('GIF89a', 'latin1');
	b.writeUInt16LE(width, 6);
	b.writeUInt16LE(height, 8);
	return b;
}

/** The extended form (VP8X), which names the canvas size. */
export function webpHeader(width: number, height: number): Buffer {
	const b = Buffer.alloc(40);
	b.write('RIFF\0\0\0\0WEBPVP8X', 'latin1');
	b.writeUInt32LE(b.length - 8, 4);
	b.writeUIntLE(width - 1, 24, 3);
	b.writeUIntLE(height - 1, 27, 3);
	return b;
}

const riff = (type: string, body: Buffer): Buffer => {
	const b = Buffer.concat([ascii(`RIFF\0\0\0\0WEBP${type}\0\0\0\0`), body, Buffer.alloc(20)]);
	b.writeUInt32LE(b.length - 8, 4);
	b.writeUInt32LE(b.length - 20, 16);
	return b;
};

/** The lossy form (VP8): sides of 14 bits, above each two bits of scaling. */
export function lossyWebpHeader(width: number, height: number, scale = 0): Buffer {
	const body = Buffer.from('9d012a9d012a00000000', 'hex');
	body.writeUInt16LE(width | (scale << 14), 6);
	body.writeUInt16LE(height | (scale << 14), 8);
	return riff('VP8 ', body);
}

/** The lossless form (VP8L): sides less one, of 14 bits each, behind each other; then whether there is alpha, and the version. */
export function losslessWebpHeader(width: number, height: number, rest = 0): Buffer {
	const body = Buffer.alloc(5, 0x2f);
	body.writeUInt32LE(((width - 1) | ((height - 1) << 14) | (rest << 28)) >>> 0, 1);
	return riff('VP8L', body);
}

export function ftyp(brand: string): Buffer {
	return Buffer.concat([u32be(24), ascii(`ftyp${brand}\0\0\0\0${brand}mif1`), Buffer.alloc(16)]);
}

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

/** An EXIF body (TIFF structure) that holds nothing but the orientation. */
export function exif(orientation: number, byteOrder: 'II' | 'MM' = 'MM'): Buffer {
	const b = Buffer.alloc(26);
	const little = byteOrder === 'II';
	b.write(little ? 'II*\0' : 'MM\0*', 'latin1');
	const u16 = (value: number, at: number) =>
		little ? b.writeUInt16LE(value, at) : b.writeUInt16BE(value, at);
	const u32 = (value: number, at: number) =>
		little ? b.writeUInt32LE(value, at) : b.writeUInt32BE(value, at);
	u32(8, 4);
	u16(1, 8);
	u16(0x0112, 10);
	u16(3, 12);
	u32(1, 14);
	u16(orientation, 18);
	return b;
}

export function jpegHeader(
	width: number,
	height: number,
	{ orientation, frame = 0xc0 }: { orientation?: number; frame?: number } = {},
): Buffer {
	return Buffer.concat([
		Buffer.from([0xff, 0xd8]),
		orientation === undefined
			? Buffer.alloc(0)
			: segment(0xe1, Buffer.concat([ascii('Exif\0\0'), exif(orientation)])),
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

export function ftyp(brand: string): Buffer {
	return Buffer.concat([u32be(24), ascii(`ftyp${brand}\0\0\0\0${brand}mif1`), Buffer.alloc(16)]);
}

import { createHash } from 'node:crypto';

import { fixture } from '../../support/pixels';

/** Pieces of JPG files, written down here anew: what reads them must not be what wrote them. */

const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const u32 = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
};

export const segment = (marker: number, ...content: Array<string | Buffer>): Buffer => {
	const body = Buffer.concat(content.map((part) => Buffer.from(part as string)));
	return Buffer.concat([Buffer.from([0xff, marker]), u16(body.length + 2), body]);
};

/** A JPG without any metadata but JFIF's, with segments behind it and bytes after its end. */
export function jpeg(
	segments: Buffer[] = [],
	{ trailer = Buffer.alloc(0) as Buffer, name = 'colours-420.jpg' } = {},
): Buffer {
	const plain = fixture(name);
	const at = plain.subarray(2, 4).equals(Buffer.from([0xff, 0xe0])) ? 4 + plain.readUInt16BE(4) : 2;
	return Buffer.concat([plain.subarray(0, at), ...segments, plain.subarray(at), trailer]);
}

export const xmpSegment = (packet: string | Buffer): Buffer =>
	segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', packet);

export const extendedXmpSegments = (text: string, pieceBytes = 60_000): Buffer[] => {
	const whole = Buffer.from(text);
	const pieces: Buffer[] = [];
	for (let at = 0; at < whole.length; at += pieceBytes)
		pieces.push(
			segment(
				0xe1,
				'http://ns.adobe.com/xmp/extension/\0',
				digestOf(text),
				u32(whole.length),
				u32(at),
				whole.subarray(at, at + pieceBytes),
			),
		);
	return pieces;
};

export const digestOf = (text: string): string =>
	createHash('md5').update(text).digest('hex').toUpperCase();

/** An EXIF segment with a maker note, and with its byte order. */
export function exifSegment(makerNote = Buffer.from('maker')): Buffer {
	const exifDirectory = 8 + 2 + 12 + 4;
	const noteAt = exifDirectory + 2 + 12 + 4;
	const entry = (tag: number, type: number, count: number, value: number) =>
		Buffer.concat([u16(tag), u16(type), u32(count), u32(value)]);
	const note = makerNote.length > 4 ? makerNote : Buffer.concat([makerNote, Buffer.alloc(5)]);
	return segment(
		0xe1,
		'Exif\0\0',
		'MM\0*',
		u32(8),
		u16(1),
		entry(0x8769, 4, 1, exifDirectory),
		u32(0),
		u16(1),
		entry(0x927c, 7, note.length, noteAt),
		u32(0),
		note,
	);
}

/** A JPG and another image behind it, which an index (MPF) in the first points at. */
export function multiPicture(little: boolean, before: Buffer[] = [], after: Buffer[] = []): Buffer {
	const second = fixture('colours-grey.jpg');
	const index = (size: number, offset: number): Buffer => {
		const content = Buffer.alloc(8 + 2 + 3 * 12 + 4 + 32);
		const put16 = (value: number, at: number) =>
			little ? content.writeUInt16LE(value, at) : content.writeUInt16BE(value, at);
		const put32 = (value: number, at: number) =>
			little ? content.writeUInt32LE(value, at) : content.writeUInt32BE(value, at);
		content.write(little ? 'II*\0' : 'MM\0*', 'latin1');
		put32(8, 4);
		put16(3, 8);
		const entry = (at: number, tag: number, type: number, count: number) => {
			put16(tag, at);
			put16(type, at + 2);
			put32(count, at + 4);
		};
		entry(10, 0xb000, 7, 4);
		content.write('0100', 18);
		entry(22, 0xb001, 4, 1);
		put32(2, 30);
		entry(34, 0xb002, 7, 32);
		put32(50, 42);
		put32(0x030000, 50);
		put32(size, 54);
		put32(0x020001, 66);
		put32(second.length, 70);
		put32(offset, 74);
		return segment(0xe2, 'MPF\0', content);
	};
	const whole = (size: number, offset: number) => jpeg([...before, index(size, offset), ...after]);
	const first = whole(0, 0);
	const offset = first.length - (first.indexOf('MPF\0') + 4);
	return Buffer.concat([whole(first.length, offset), second]);
}

/** What an index says: the size of the first image, and the bytes of the second. */
export function readMultiPicture(file: Buffer): { firstSize: number; second: Buffer } {
	const base = file.indexOf('MPF\0') + 4;
	const little = file[base] === 0x49;
	const read = (at: number) =>
		little ? file.readUInt32LE(base + at) : file.readUInt32BE(base + at);
	const start = base + read(74);
	return { firstSize: read(54), second: file.subarray(start, start + read(70)) };
}

export const dataset = (record: number, number: number, value: string | Buffer): Buffer => {
	const bytes = Buffer.from(value as string);
	return Buffer.concat([Buffer.from([0x1c, record, number]), u16(bytes.length), bytes]);
};

export const resource = (id: number, data: Buffer, name = ''): Buffer => {
	const label = Buffer.from([name.length, ...Buffer.from(name)]);
	const even = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(bytes.length % 2)]);
	return Buffer.concat([Buffer.from('8BIM'), u16(id), even(label), u32(data.length), even(data)]);
};

export const photoshopSegment = (...resources: Buffer[]): Buffer =>
	segment(0xed, 'Photoshop 3.0\0', ...resources);

export const md5 = (data: Buffer): Buffer => createHash('md5').update(data).digest();

/** The segments in front of the first scan, and all bytes from there on. */
export function takenApart(file: Buffer): { segments: Buffer[]; rest: Buffer } {
	const segments: Buffer[] = [];
	let at = 2;
	while (file[at + 1] !== 0xda) {
		const end = at + 2 + file.readUInt16BE(at + 2);
		segments.push(file.subarray(at, end));
		at = end;
	}
	return { segments, rest: file.subarray(at) };
}

const isTagging = (bytes: Buffer): boolean =>
	bytes.includes('http://ns.adobe.com/xap/1.0/\0') || bytes.includes('Photoshop 3.0\0');

/** All of a JPG in which no keywords are. */
export function withoutTagging(file: Buffer): Buffer {
	const { segments, rest } = takenApart(file);
	return Buffer.concat([...segments.filter((one) => !isTagging(one)), rest]);
}

/** IPTC's datasets as text: `2:25 Cup`. */
export function datasetsOf(file: Buffer): string[] {
	const block = Buffer.concat(
		takenApart(file)
			.segments.filter((one) => one.includes('Photoshop 3.0\0'))
			.map((one) => one.subarray(18)),
	);
	const at = block.indexOf(Buffer.from('8BIM\x04\x04\0\0', 'latin1'));
	const data = block.subarray(at + 12, at + 12 + block.readUInt32BE(at + 8));
	const texts: string[] = [];
	for (let i = 0; i < data.length; ) {
		const length = data.readUInt16BE(i + 3);
		texts.push(`${data[i + 1]}:${data[i + 2]} ${data.toString('utf8', i + 5, i + 5 + length)}`);
		i += 5 + length;
	}
	return texts;
}

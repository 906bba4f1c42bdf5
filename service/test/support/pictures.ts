import { crc32, deflateSync } from 'node:zlib';

/** A PNG of one colour per row. */
export function png(width: number, height: number): Buffer {
	const row = Buffer.alloc(1 + width * 3);
	const rows = Buffer.concat(
		Array.from({ length: height }, (_, y) => {
			row.fill((y * 7) & 255, 1);
			return Buffer.from(row);
		}),
	);
	return Buffer.concat([
		signature,
		header(width, height),
		chunk('IDAT', deflateSync(rows)),
		chunk('IEND', Buffer.alloc(0)),
	]);
}

/** Only the start of a PNG, with these dimensions in it. */
export function pngHeader(width: number, height: number): Buffer {
	return Buffer.concat([signature, header(width, height), chunk('IDAT', deflateSync(''))]);
}

/** A 24-bit BMP in grey. */
export function bmp(width: number, height: number): Buffer {
	const stride = (width * 3 + 3) & ~3;
	const file = Buffer.alloc(54 + stride * height, 128);
	file.fill(0, 0, 54).write('BM');
	file.writeUInt32LE(file.length, 2);
	file.writeUInt32LE(54, 10);
	file.writeUInt32LE(40, 14);
	file.writeInt32LE(width, 18);
	file.writeInt32LE(height, 22);
	file.writeUInt16LE(1, 26);
	file.writeUInt16LE(24, 28);
	return file;
}

/** A GIF of one pixel. */
export const gif = Buffer.from(
	'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
	'base64',
);

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function header(width: number, height: number): Buffer {
	const data = Buffer.alloc(13);
	data.writeUInt32BE(width, 0);
	data.writeUInt32BE(height, 4);
	data.set([8, 2, 0, 0, 0], 8);
	return chunk('IHDR', data);
}

function chunk(type: string, data: Buffer): Buffer {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const out = Buffer.alloc(body.length + 8);
	out.writeUInt32BE(data.length, 0);
	body.copy(out, 4);
	out.writeUInt32BE(crc32(body), body.length + 4);
	return out;
}

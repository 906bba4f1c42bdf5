import { crc32 } from '../../../../images/codecs/png/crc32';
import { fixture } from '../../support/pixels';

/** Chunks of PNG and WEBP files, written down here anew: what reads them must not be what wrote them. */

export const pngChunk = (type: string, data: Buffer | string): Buffer => {
	const body = Buffer.concat([Buffer.from(type), Buffer.from(data as string)]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(body.length - 4);
	frame.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

/** A PNG with chunks behind its header, and bytes after its end. */
export function png(
	chunks: Buffer[] = [],
	{ name = 'png-rgba-8.png', trailer = Buffer.alloc(0) as Buffer } = {},
): Buffer {
	const plain = fixture(name);
	return Buffer.concat([plain.subarray(0, 33), ...chunks, plain.subarray(33), trailer]);
}

export const xmpChunk = (packet: string | Buffer, head = '\0\0\0\0'): Buffer =>
	pngChunk(
		'iTXt',
		Buffer.concat([Buffer.from(`XML:com.adobe.xmp\0${head}`), Buffer.from(packet as string)]),
	);

/** The chunks of a PNG, each whole, and what follows the last. Checks their sums. */
export function pngChunks(file: Buffer): Array<{ type: string; bytes: Buffer }> {
	const chunks: Array<{ type: string; bytes: Buffer }> = [];
	let at = 8;
	for (let type = ''; type !== 'IEND'; ) {
		const end = at + 12 + file.readUInt32BE(at);
		type = file.toString('latin1', at + 4, at + 8);
		if (crc32(file.subarray(at + 4, end - 4)) !== file.readUInt32BE(end - 4))
			throw new Error(`The checksum of ${type} is wrong.`);
		chunks.push({ type, bytes: file.subarray(at, end) });
		at = end;
	}
	return [...chunks, { type: 'trailer', bytes: file.subarray(at) }];
}

export const webpChunk = (type: string, data: Buffer | string): Buffer => {
	const body = Buffer.from(data as string);
	const size = Buffer.alloc(4);
	size.writeUInt32LE(body.length);
	return Buffer.concat([Buffer.from(type), size, body, Buffer.alloc(body.length % 2)]);
};

/** A WEBP file of these chunks, or one of the fixtures' with more behind them. */
export function webp(
	chunks: Buffer[] | string,
	{ more = [] as Buffer[], trailer = Buffer.alloc(0) as Buffer } = {},
): Buffer {
	const body = typeof chunks === 'string' ? [fixture(chunks).subarray(12)] : chunks;
	const content = Buffer.concat([Buffer.from('WEBP'), ...body, ...more]);
	const size = Buffer.alloc(4);
	size.writeUInt32LE(content.length);
	return Buffer.concat([Buffer.from('RIFF'), size, content, trailer]);
}

/** The chunks of a WEBP, and what follows it. Checks that they fill it. */
export function webpChunks(file: Buffer): Array<{ type: string; data: Buffer }> {
	const end = file.readUInt32LE(4) + 8;
	const chunks: Array<{ type: string; data: Buffer }> = [];
	let at = 12;
	while (at < end) {
		const length = file.readUInt32LE(at + 4);
		chunks.push({
			type: file.toString('latin1', at, at + 4),
			data: file.subarray(at + 8, at + 8 + length),
		});
		at += 8 + length + (length % 2);
	}
	if (at !== end) throw new Error('The chunks do not fill the file.');
	return [...chunks, { type: 'trailer', data: file.subarray(end) }];
}

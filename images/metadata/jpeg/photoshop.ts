import { createHash } from 'node:crypto';

import { hasText, u16be, u32be, u8 } from '../../formats/bytes';
import { damaged } from '../embed-error';
import { withIimKeywords } from './iim';

/** An image resource of Photoshop: its bytes as they stand, and where its data are in them. */
interface Resource {
	id: number;
	bytes: Uint8Array;
	data: Uint8Array;
}

/** IPTC data, and the MD5 that they had when XMP was last made equal to them. */
const [IPTC, IPTC_DIGEST] = [0x0404, 0x0425];
const BROKEN = 'its Photoshop resources do not follow each other';

const even = (length: number): number => length + (length % 2);

/** @throws {EmbedError} where they don't follow each other */
function parse(block: Uint8Array): Resource[] {
	const resources: Resource[] = [];
	let at = 0;
	while (hasText(block, at, '8BIM')) {
		const sizeAt = at + 6 + even(1 + u8(block, at + 6));
		const start = sizeAt + 4;
		const dataEnd = start + u32be(block, sizeAt);
		if (!(dataEnd <= block.length)) throw damaged(BROKEN);
		// The last one's padding is sometimes left out.
		const end = Math.min(start + even(dataEnd - start), block.length);
		const [bytes, data] = [block.subarray(at, end), block.subarray(start, dataEnd)];
		resources.push({ id: u16be(block, at + 4), bytes, data });
		at = end;
	}
	if (block.subarray(at).some((byte) => byte !== 0)) throw damaged(BROKEN);
	return resources;
}

/** A resource without a name. */
function resource(id: number, data: Uint8Array): Resource {
	const head = Buffer.alloc(12);
	head.write('8BIM');
	head.writeUInt16BE(id, 4);
	head.writeUInt32BE(data.length, 8);
	const padding = Buffer.alloc(data.length % 2);
	return { id, bytes: Buffer.concat([head, data, padding]), data };
}

/** MD5 is what Photoshop compares, not a protection. */
const md5 = (data: Uint8Array): Buffer => createHash('md5').update(data).digest();

/** The IPTC data of Photoshop's resources; empty where there are none. @throws {EmbedError} */
export const iptcOf = (block: Uint8Array): Uint8Array =>
	parse(block).find(({ id }) => id === IPTC)?.data ?? new Uint8Array();

/**
 * Photoshop's resources with these keywords in their IPTC data.
 * @returns the same bytes where nothing was missing
 * @throws {EmbedError}
 */
export function withKeywords(block: Uint8Array, keywords: readonly string[]): Uint8Array {
	const resources = parse(block);
	const before = resources.find(({ id }) => id === IPTC);
	const iptc = before?.data ?? new Uint8Array();
	const written = withIimKeywords(iptc, keywords);
	if (written === iptc) return block;
	const changed = resources.map((one) => {
		if (one === before) return resource(IPTC, written);
		// One that is out of date stays so: IPTC was changed by a program that did not know XMP.
		const isCurrent = !before || md5(iptc).equals(one.data);
		return isCurrent && one.id === IPTC_DIGEST ? resource(IPTC_DIGEST, md5(written)) : one;
	});
	const all = before ? changed : [...changed, resource(IPTC, written)];
	return Buffer.concat(all.map(({ bytes }) => bytes));
}

import { u32be } from '../../formats/bytes';
import { damaged, EmbedError } from '../embed-error';
import { WRITTEN } from '../xmp/names';
import { segmentsWith, type JpegLayout } from './segments';

const [APP1, SIGNATURE] = [0xe1, 'http://ns.adobe.com/xmp/extension/\0'];
/** After the signature: 32 hexadecimal digits, the whole's length, this piece's offset in it. */
const [DIGEST, HEAD] = [32, 40];

/**
 * What a packet has no room for is in further segments (XMP specification, part 3, 1.1.3.1), which
 * stay as they are. They must not hold the properties that are written to the packet: each may be
 * there only once.
 *
 * @param digest of the extended packet, as the packet names it
 * @throws {EmbedError}
 */
export function guardExtendedXmp(file: Buffer, layout: JpegLayout, digest: string): void {
	const pieces = segmentsWith(file, layout, APP1, SIGNATURE + digest.toUpperCase()).map(
		({ body, end }) => {
			const at = body + SIGNATURE.length;
			return {
				length: u32be(file, at + DIGEST),
				offset: u32be(file, at + DIGEST + 4),
				data: file.subarray(at + HEAD, end),
			};
		},
	);
	pieces.sort((a, b) => a.offset - b.offset);
	const whole = Buffer.concat(pieces.map(({ data }) => data));
	if (whole.length !== pieces[0]?.length) throw damaged('a part of its extended XMP is missing');
	if (WRITTEN.some(({ name }) => whole.includes(`:${name}`)))
		throw new EmbedError('Its extended XMP has keywords or regions of its own.');
}

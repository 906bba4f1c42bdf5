import { hasText } from '../../formats/bytes';
import type { Carried } from '../carrier';
import { SIGNED, TWO_PACKETS } from '../embed-error';
import type { ImageFile } from '../../sniff';
import type { Edit } from '../splice';
import { guardExtendedXmp } from './extended-xmp';
import { iimKeywords } from './iim';
import { mpfEdits } from './mpf';
import { iptcOf, withKeywords } from './photoshop';
import { guardPreviews } from './previews';
import { readLayout, segmentOf, segmentsWith, type JpegLayout, type Segment } from './segments';

const [APP0, APP1, APP11, APP13] = [0xe0, 0xe1, 0xeb, 0xed];
const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
const EXIF = 'Exif\0\0';
/** What is too much for one segment of Photoshop's resources goes on in the next. */
const PIECE_BYTES = 0xffff - 2 - PHOTOSHOP.length;

const contentOf = (file: Buffer, { body, end }: Segment, signature: string): Buffer =>
	file.subarray(body + signature.length, end);

/** JPG: XMP in APP1 (XMP specification, part 3, 1.1.3), and IPTC's keywords in Photoshop's APP13 for older programs. */
export function readJpeg({ bytes: file }: ImageFile): Carried {
	const layout = readLayout(file);
	const packets = segmentsWith(file, layout, APP1, XMP);
	const resources = segmentsWith(file, layout, APP13, PHOTOSHOP);
	const block = Buffer.concat(resources.map((segment) => contentOf(file, segment, PHOTOSHOP)));
	const [packet] = packets.length === 1 ? packets : [];
	const obstacle = obstacleIn(file, layout, packets.length);
	const xmp = packet && contentOf(file, packet, XMP);
	return {
		...(xmp ? { xmp } : {}),
		...(obstacle ? { obstacle } : {}),
		otherKeywords: () => iimKeywords(iptcOf(block)),
		edits(written) {
			if (written.extendedDigest) guardExtendedXmp(file, layout, written.extendedDigest);
			const place = placeForNew(file, layout);
			const edits: Edit[] = [
				...(written.packet ? [xmpEdit(written.packet, packet, place)] : []),
				...iptcEdits(block, written.subjects, resources, place),
			];
			if (edits.length === 0) return [];
			guardPreviews(file, layout, edits);
			return [...edits, ...mpfEdits(file, layout, edits)];
		},
	};
}

function obstacleIn(file: Buffer, layout: JpegLayout, packets: number): string | undefined {
	// JUMBF boxes (ISO/IEC 19566-5), in which C2PA keeps its manifests.
	const isSigned = segmentsWith(file, layout, APP11, 'JP').some(({ body, end }) =>
		file.subarray(body, end).includes('c2pa'),
	);
	if (isSigned) return SIGNED;
	return packets > 1 ? TWO_PACKETS : undefined;
}

/** Behind JFIF and EXIF, which have to be first. */
function placeForNew(file: Buffer, { segments }: JpegLayout): number {
	const isFirst = ({ marker, body }: Segment) =>
		marker === APP0 || (marker === APP1 && hasText(file, body, EXIF));
	const count = segments.findIndex((segment) => !isFirst(segment));
	return segments[count - 1]?.end ?? 2;
}

function xmpEdit(packet: Uint8Array, before: Segment | undefined, place: number): Edit {
	const bytes = segmentOf(APP1, Buffer.concat([Buffer.from(XMP), packet]));
	return before
		? { start: before.start, end: before.end, bytes }
		: { start: place, end: place, bytes };
}

function iptcEdits(
	block: Buffer,
	keywords: readonly string[],
	before: readonly Segment[],
	place: number,
): Edit[] {
	const written = withKeywords(block, keywords);
	if (written === block) return [];
	const pieces: Buffer[] = [];
	for (let at = 0; at < written.length; at += PIECE_BYTES) {
		const piece = written.subarray(at, at + PIECE_BYTES);
		pieces.push(segmentOf(APP13, Buffer.concat([Buffer.from(PHOTOSHOP), piece])));
	}
	const [first = { start: place, end: place }, ...others] = before;
	return [
		{ start: first.start, end: first.end, bytes: Buffer.concat(pieces) },
		...others.map(({ start, end }) => ({ start, end, bytes: Buffer.alloc(0) })),
	];
}

import { hasText, u16be, u8 } from '../../formats/bytes';
import { damaged, EmbedError } from '../embed-error';

/** A marker segment, from its marker up to the next one. */
export interface Segment {
	marker: number;
	start: number;
	/** Where its content begins, after the length. */
	body: number;
	end: number;
}

export interface JpegLayout {
	/** Segments in front of the first scan. */
	segments: Segment[];
	/** After the end-of-image marker: where the image ends, and whatever follows begins. */
	imageEnd: number;
}

/** Most bytes of a segment's content: its length counts itself and has two bytes. */
const MOST_CONTENT = 0xffff - 2;

const MISFIT = 'its segments do not follow each other';

const [TEM, RST0, SOI, EOI, SOS] = [0x01, 0xd0, 0xd8, 0xd9, 0xda];
const standsAlone = (marker: number): boolean =>
	marker === TEM || (marker >= RST0 && marker <= SOI);

/** Walks the markers of a JPEG (ISO/IEC 10918-1, annex B). @throws {EmbedError} where they don't fit together */
export function readLayout(file: Uint8Array): JpegLayout {
	const segments: Segment[] = [];
	let at = 2;
	for (;;) {
		const segment = segmentAt(file, at);
		at = segment.end;
		if (segment.marker === SOS) return { segments, imageEnd: findImageEnd(file, at) };
		if (!standsAlone(segment.marker)) segments.push(segment);
	}
}

function segmentAt(file: Uint8Array, start: number): Segment {
	let at = start;
	if (u8(file, at) !== 0xff) throw damaged(MISFIT);
	// Any number of fill bytes may be in front of a marker.
	while (u8(file, at) === 0xff) at++;
	const marker = u8(file, at);
	const next = at + 1;
	if (standsAlone(marker)) return { marker, start, body: next, end: next };
	const [body, end] = [next + 2, next + u16be(file, next)];
	if (marker === EOI || !(end >= body && end <= file.length)) throw damaged(MISFIT);
	return { marker, start, body, end };
}

/** The end of the image whose first scan's data begin at `at`. Zero and restart markers belong to the data. */
function findImageEnd(file: Uint8Array, at: number): number {
	for (;;) {
		const start = file.indexOf(0xff, at);
		const marker = u8(file, start + 1);
		if (start < 0 || Number.isNaN(marker)) throw damaged('its end-of-image marker is missing');
		if (marker === EOI) return start + 2;
		const isData = marker === 0 || marker === 0xff || standsAlone(marker);
		at = isData ? start + 1 : segmentAt(file, start).end;
	}
}

/** The segments with this marker whose content begins with this text. */
export const segmentsWith = (
	file: Uint8Array,
	{ segments }: JpegLayout,
	marker: number,
	text: string,
): Segment[] =>
	segments.filter((segment) => segment.marker === marker && hasText(file, segment.body, text));

/** A segment with this content. @throws {EmbedError} when it is too much for one */
export function segmentOf(marker: number, content: Buffer): Buffer {
	if (content.length > MOST_CONTENT)
		throw new EmbedError('With the tags, its XMP is over the 64 KB that a JPG has room for.');
	const head = Buffer.from([0xff, marker, 0, 0]);
	head.writeUInt16BE(content.length + 2, 2);
	return Buffer.concat([head, content]);
}

import { latin1, u32le, u8 } from '../formats/bytes';
import type { ImageFile, SniffedImage } from '../sniff';
import type { Carried } from './carrier';
import { damaged, SIGNED, TWO_PACKETS } from './embed-error';
import type { Edit } from './splice';

interface Chunk {
	type: string;
	start: number;
	data: Buffer;
	end: number;
}

const [RIFF_HEADER, CHUNK_HEADER] = [12, 8];
/** Flags in the extended header (RFC 9649, 2.7). */
const [HAS_XMP, HAS_ALPHA] = [0x04, 0x10];
const IMAGES = ['VP8 ', 'VP8L', 'ANMF'];
const MISFIT = 'its chunks do not follow each other';

/** WEBP: XMP in a chunk behind the image, and a flag for it in the extended header, which simple files get for it. */
export function readWebp({ bytes: file, sniffed }: ImageFile): Carried {
	const { chunks, end } = readChunks(file);
	const packets = chunks.filter(({ type }) => type === 'XMP ');
	const [packet] = packets.length === 1 ? packets : [];
	const xmp = packet?.data;
	const isSigned = chunks.some(({ type }) => type === 'C2PA');
	const obstacle = isSigned ? SIGNED : packets.length > 1 ? TWO_PACKETS : undefined;
	return {
		...(xmp ? { xmp } : {}),
		...(obstacle ? { obstacle } : {}),
		otherKeywords: () => [],
		edits(written) {
			if (!written.packet) return [];
			const header = headerEdit(sniffed, chunks);
			const place = packet ?? { start: end, end };
			const edits: Edit[] = [
				...(header ? [header] : []),
				{ start: place.start, end: place.end, bytes: chunk('XMP ', written.packet) },
			];
			const growth = edits.reduce(
				(sum, edit) => sum + edit.bytes.length - (edit.end - edit.start),
				0,
			);
			const size = Buffer.alloc(4);
			size.writeUInt32LE(end + growth - CHUNK_HEADER);
			return [{ start: 4, end: 8, bytes: size }, ...edits];
		},
	};
}

/** The chunks of the RIFF container; what follows it is not the image's. @throws {EmbedError} */
function readChunks(file: Buffer): { chunks: Chunk[]; end: number } {
	const end = CHUNK_HEADER + u32le(file, 4);
	const chunks: Chunk[] = [];
	let at = RIFF_HEADER;
	while (at < end) {
		const length = u32le(file, at + 4);
		const start = at + CHUNK_HEADER;
		const next = start + length + (length % 2);
		if (!(next <= end && next <= file.length)) throw damaged(MISFIT);
		const data = file.subarray(start, start + length);
		chunks.push({ type: latin1(file, at, at + 4), start: at, data, end: next });
		at = next;
	}
	if (!chunks.some(({ type }) => IMAGES.includes(type))) throw damaged('it has no pixels');
	return { chunks, end };
}

/** What the extended header lacks of the flag for XMP, or the whole header. */
function headerEdit(
	{ width = 0, height = 0 }: SniffedImage,
	[first, ...others]: Chunk[],
): Edit | undefined {
	if (first?.type === 'VP8X') {
		const flags = u8(first.data, 0);
		const at = first.start + CHUNK_HEADER;
		const bytes = Buffer.from([flags | HAS_XMP]);
		return flags & HAS_XMP ? undefined : { start: at, end: at + 1, bytes };
	}
	// Readers skip other chunks of a simple file; with an extended header they would read them.
	if (others.length > 0) throw damaged('it has metadata without a header that announces them');
	const header = Buffer.alloc(10);
	// The header of a lossless image says in a bit whether it has transparency (RFC 9649, 3.4).
	const hasAlpha = first?.type === 'VP8L' && (u8(first.data, 4) & HAS_ALPHA) !== 0;
	header[0] = HAS_XMP | (hasAlpha ? HAS_ALPHA : 0);
	header.writeUIntLE(width - 1, 4, 3);
	header.writeUIntLE(height - 1, 7, 3);
	return { start: RIFF_HEADER, end: RIFF_HEADER, bytes: chunk('VP8X', header) };
}

function chunk(type: string, data: Uint8Array): Buffer {
	const header = Buffer.from(`${type}\0\0\0\0`);
	header.writeUInt32LE(data.length, 4);
	return Buffer.concat([header, data, Buffer.alloc(data.length % 2)]);
}

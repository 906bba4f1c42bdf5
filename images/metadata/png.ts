import { crc32 } from '../codecs/png/crc32';
import { hasText, latin1, u32be } from '../formats/bytes';
import type { Carried } from './carrier';
import type { ImageFile } from '../sniff';
import { damaged, SIGNED, TWO_PACKETS } from './embed-error';

interface Chunk {
	type: string;
	start: number;
	/** Its data, between type and checksum. */
	data: Buffer;
	end: number;
}

const [SIGNATURE_BYTES, AROUND_DATA] = [8, 12];
const KEYWORD = 'XML:com.adobe.xmp\0';
/** Not compressed, no language, no translated keyword. */
const XMP_HEAD = `${KEYWORD}\0\0\0\0`;
const RAW_PROFILE = 'Raw profile type xmp\0';
const OTHER_FORM =
	'It has its XMP in a form that not all programs read: compressed, or as ImageMagick once wrote it.';

/** PNG: XMP in an iTXt chunk (XMP specification, part 3, 1.1.5). */
export function readPng({ bytes: file }: ImageFile): Carried {
	const chunks = readChunks(file);
	const packets = chunks.filter(({ type, data }) => type === 'iTXt' && hasText(data, 0, KEYWORD));
	const [packet] = packets.length === 1 ? packets : [];
	const parts = packet?.data[KEYWORD.length] === 0 ? partsOf(packet.data) : undefined;
	const xmp = parts?.text;
	const obstacle = obstacleIn(chunks, packets.length, xmp);
	return {
		...(xmp ? { xmp } : {}),
		...(obstacle ? { obstacle } : {}),
		otherKeywords: () => [],
		edits(written) {
			if (!written.packet) return [];
			// Right behind the header, where programs that stop at the pixels have seen it.
			const place = chunks[0]?.end ?? SIGNATURE_BYTES;
			const { start, end } = packet ?? { start: place, end: place };
			const head = parts?.head ?? Buffer.from(XMP_HEAD);
			return [{ start, end, bytes: chunk('iTXt', [head, written.packet]) }];
		},
	};
}

/** The chunks up to the last one; what follows it is not the image's. @throws {EmbedError} */
function readChunks(file: Buffer): Chunk[] {
	const chunks: Chunk[] = [];
	let at = SIGNATURE_BYTES;
	while (chunks.at(-1)?.type !== 'IEND') {
		const end = at + AROUND_DATA + u32be(file, at);
		if (!(end <= file.length)) throw damaged('its chunks do not follow each other');
		const data = file.subarray(at + 8, end - 4);
		chunks.push({ type: latin1(file, at + 4, at + 8), start: at, data, end });
		at = end;
	}
	if (!chunks.some(({ type }) => type === 'IDAT')) throw damaged('it has no pixels');
	return chunks;
}

/** An iTXt chunk's text, and what is in front: keyword, two bytes on compression, language and translated keyword. */
function partsOf(data: Buffer): { head: Buffer; text: Buffer } {
	const language = data.indexOf(0, KEYWORD.length + 2);
	const translated = data.indexOf(0, language + 1);
	if ([language, translated].includes(-1)) throw damaged('the chunk of its XMP is not complete');
	return { head: data.subarray(0, translated + 1), text: data.subarray(translated + 1) };
}

function obstacleIn(
	chunks: readonly Chunk[],
	packets: number,
	xmp: Buffer | undefined,
): string | undefined {
	if (chunks.some(({ type }) => type === 'caBX')) return SIGNED;
	if (packets > 1) return TWO_PACKETS;
	const isOtherForm = chunks.some(
		({ type, data }) =>
			['tEXt', 'zTXt', 'iTXt'].includes(type) &&
			(hasText(data, 0, RAW_PROFILE) || (!xmp && hasText(data, 0, KEYWORD))),
	);
	return isOtherForm ? OTHER_FORM : undefined;
}

function chunk(type: string, parts: readonly Uint8Array[]): Buffer {
	const data = Buffer.concat([Buffer.from(type), ...parts]);
	const frame = Buffer.alloc(AROUND_DATA - type.length);
	frame.writeUInt32BE(data.length - type.length, 0);
	frame.writeUInt32BE(crc32(data), 4);
	return Buffer.concat([frame.subarray(0, 4), data, frame.subarray(4)]);
}

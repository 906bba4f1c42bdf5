import { hasText, u16be, u16le, u32be, u32le } from '../../formats/bytes';
import { damaged } from '../embed-error';
import { movedTo, type Edit } from '../splice';
import { segmentsWith, type JpegLayout, type Segment } from './segments';

const [APP2, SIGNATURE, ENTRIES_TAG, ENTRY_BYTES] = [0xe2, 'MPF\0', 0xb002, 16];
const LARGEST_U32 = 0xffff_ffff;
const BROKEN = 'its list of further images (MPF) does not make sense';

/**
 * The edits that keep a Multi-Picture Format index sound (CIPA DC-007, 5.2.3): its images' offsets
 * count from the index itself, and the size of the first is that of the image that is edited.
 *
 * @param edits of the image, none of them in the index
 * @throws {EmbedError} for an index that can't be read
 */
export function mpfEdits(file: Buffer, layout: JpegLayout, edits: readonly Edit[]): Edit[] {
	return segmentsWith(file, layout, APP2, SIGNATURE).map((segment) => {
		const { body, end } = segment;
		const content = Buffer.from(file.subarray(body, end));
		patch(content, segment, edits, layout.imageEnd);
		return { start: body, end, bytes: content };
	});
}

function patch(content: Buffer, { body }: Segment, edits: readonly Edit[], imageEnd: number): void {
	const header = SIGNATURE.length;
	const little = hasText(content, header, 'II');
	const [u16, u32] = little ? [u16le, u32le] : [u16be, u32be];
	const write = (value: number, at: number) => {
		if (value > LARGEST_U32) throw damaged(BROKEN);
		return little ? content.writeUInt32LE(value, at) : content.writeUInt32BE(value, at);
	};

	const directory = header + u32(content, header + 4);
	const fields = Array.from(
		{ length: u16(content, directory) || 0 },
		(_, i) => directory + 2 + i * 12,
	);
	const field = fields.find((at) => u16(content, at) === ENTRIES_TAG) ?? NaN;
	const first = header + u32(content, field + 8);
	const last = first + u32(content, field + 4);
	if (!(last <= content.length && last > first)) throw damaged(BROKEN);

	const base = body + header;
	for (let entry = first; entry + ENTRY_BYTES <= last; entry += ENTRY_BYTES) {
		const [size, offset] = [u32(content, entry + 4), u32(content, entry + 8)];
		if (offset === 0) write(size + movedTo(imageEnd, edits) - imageEnd, entry + 4);
		else write(movedTo(base + offset, edits) - movedTo(base, edits), entry + 8);
	}
}

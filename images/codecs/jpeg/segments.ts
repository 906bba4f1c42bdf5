import { hasText, u16be, u8 } from '../../formats/bytes';

export interface FrameComponent {
	id: number;
	/** Sampling factors, 1–4. */
	h: number;
	v: number;
}

export interface ScanComponent {
	id: number;
	/** Identifiers of the Huffman tables, 0–3. */
	dc: number;
	ac: number;
}

/** A Huffman table as the file has it: 16 counts of codes by length, then the symbols. */
export type HuffmanSpec = Uint8Array;

/** A sequential Huffman-coded JPEG whose only scan holds all components: what can be cut into rows. */
export interface SequentialJpeg {
	/** Pieces of the file that decoding any part of the picture needs, as they stand in it. */
	shared: Uint8Array[];
	/** The frame header segment; its height is at byte 5. */
	frameSegment: Uint8Array;
	scanSegment: Uint8Array;
	width: number;
	height: number;
	frame: FrameComponent[];
	scan: ScanComponent[];
	dcTables: ReadonlyMap<number, HuffmanSpec>;
	acTables: ReadonlyMap<number, HuffmanSpec>;
	/** MCUs between restart markers; 0 when there are none. */
	restartInterval: number;
	/** Offset of the entropy-coded data. */
	dataStart: number;
}

const [DHT, DQT, DRI, SOS, APP0, APP14] = [0xc4, 0xdb, 0xdd, 0xda, 0xe0, 0xee];
const SEQUENTIAL_FRAMES = [0xc0, 0xc1];
const OTHER_FRAMES = [0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];
/** JFIF and Adobe headers decide how colours are read. */
const COLOUR_SEGMENTS = [DQT, APP0, APP14];

/** Reads the headers of a JPEG up to its first scan; undefined for one that can't be cut into rows. */
export function readSequentialJpeg(b: Uint8Array): SequentialJpeg | undefined {
	if (!hasText(b, 0, '\xff\xd8')) return undefined;
	const shared: Uint8Array[] = [];
	const dcTables = new Map<number, HuffmanSpec>();
	const acTables = new Map<number, HuffmanSpec>();
	let frameSegment: Uint8Array | undefined;
	let restartInterval = 0;
	let at = 2;
	while (at + 4 <= b.length && b[at] === 0xff) {
		const marker = u8(b, at + 1);
		if (marker === 0xff) {
			at += 1;
			continue;
		}
		const end = at + 2 + u16be(b, at + 2);
		if (end > b.length || end < at + 4) return undefined;
		const segment = b.subarray(at, end);
		if (OTHER_FRAMES.includes(marker)) return undefined;
		if (SEQUENTIAL_FRAMES.includes(marker)) frameSegment = segment;
		if (COLOUR_SEGMENTS.includes(marker)) shared.push(segment);
		if (marker === DRI) restartInterval = u16be(b, at + 4);
		if (marker === DHT) {
			shared.push(segment);
			readHuffmanSpecs(segment, dcTables, acTables);
		}
		if (marker === SOS) {
			const layout = frameSegment && readLayout(frameSegment, segment);
			if (!frameSegment || !layout) return undefined;
			const tables = { shared, dcTables, acTables, restartInterval };
			return { ...tables, ...layout, frameSegment, scanSegment: segment, dataStart: end };
		}
		at = end;
	}
	return undefined;
}

function readLayout(
	frameSegment: Uint8Array,
	scanSegment: Uint8Array,
): Pick<SequentialJpeg, 'width' | 'height' | 'frame' | 'scan'> | undefined {
	const [precision, count] = [u8(frameSegment, 4), u8(frameSegment, 9)];
	const [height, width] = [u16be(frameSegment, 5), u16be(frameSegment, 7)];
	if (precision !== 8 || !(count >= 1 && count <= 4) || u8(scanSegment, 4) !== count)
		return undefined;
	if (!(width > 0 && height > 0)) return undefined;
	const frame = Array.from({ length: count }, (_, i) => {
		const sampling = u8(frameSegment, 11 + i * 3);
		return { id: u8(frameSegment, 10 + i * 3), h: sampling >> 4, v: sampling & 15 };
	});
	const scan = Array.from({ length: count }, (_, i) => {
		const tables = u8(scanSegment, 6 + i * 2);
		return { id: u8(scanSegment, 5 + i * 2), dc: tables >> 4, ac: tables & 15 };
	});
	const sound = frame.every(({ h, v }) => h >= 1 && h <= 4 && v >= 1 && v <= 4);
	const sameOrder = scan.every(({ id }, i) => id === frame[i]?.id);
	return sound && sameOrder ? { width, height, frame, scan } : undefined;
}

function readHuffmanSpecs(
	segment: Uint8Array,
	dcTables: Map<number, HuffmanSpec>,
	acTables: Map<number, HuffmanSpec>,
): void {
	let at = 4;
	while (at + 17 <= segment.length) {
		const kind = u8(segment, at);
		const counts = segment.subarray(at + 1, at + 17);
		const end = at + 17 + counts.reduce((sum, count) => sum + count, 0);
		(kind >> 4 ? acTables : dcTables).set(kind & 15, segment.subarray(at + 1, end));
		at = end;
	}
}

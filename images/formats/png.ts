import type { FormatReader, ImageHeader, Orientation } from './format';
import { endsWithMarker, hasText, u32be, u8 } from './bytes';
import { readOrientation } from './exif';

const HEADER_END = 33;
/** Chunks looked at before the pixels begin, to find eXIf. */
const MAX_CHUNKS = 64;

/** Bit depths that the PNG specification allows for each colour type. */
const DEPTHS: Readonly<Record<number, readonly number[]>> = {
	0: [1, 2, 4, 8, 16],
	2: [8, 16],
	3: [1, 2, 4, 8],
	4: [8, 16],
	6: [8, 16],
};

/** PNG (ISO/IEC 15948): IHDR, an eXIf chunk before the pixels, and IEND at the end. */
export const png: FormatReader = {
	format: 'png',
	mimeType: 'image/png',
	matches: (b) => hasText(b, 0, '\x89PNG\r\n\x1a\n'),
	readHeader(b) {
		const header: ImageHeader = { width: u32be(b, 16), height: u32be(b, 20) };
		if (!isHeaderSound(b)) return { damage: "The PNG's header is cut off or broken." };
		const orientation = findOrientation(b);
		if (orientation) header.orientation = orientation;
		if (!endsWithMarker(b, 'IEND\xaeB`\x82', HEADER_END))
			header.damage = 'The PNG ends too early: its end chunk (IEND) is missing.';
		return header;
	},
};

function isHeaderSound(b: Uint8Array): boolean {
	return (
		u32be(b, 8) === 13 &&
		hasText(b, 12, 'IHDR') &&
		u32be(b, 16) > 0 &&
		u32be(b, 20) > 0 &&
		(DEPTHS[u8(b, 25)]?.includes(u8(b, 24)) ?? false) &&
		u8(b, 26) === 0 &&
		u8(b, 27) === 0 &&
		u8(b, 28) <= 1
	);
}

function findOrientation(b: Uint8Array): Orientation | undefined {
	let at = HEADER_END;
	for (let i = 0; i < MAX_CHUNKS && !hasText(b, at + 4, 'IDAT'); i++) {
		if (hasText(b, at + 4, 'eXIf')) return readOrientation(b, at + 8);
		at += 12 + u32be(b, at);
	}
	return undefined;
}

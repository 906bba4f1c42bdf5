import type { FormatReader, ImageHeader } from './format';
import { endsWithMarker, hasText, u16be, u8 } from './bytes';
import { readOrientation } from './exif';

/** More segments and fill bytes than any camera writes before the frame header. */
const MAX_STEPS = 4096;

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP1 = 0xe1;

/** SOF0–SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
const isFrameHeader = (marker: number): boolean =>
	marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** TEM and RSTn stand alone, without a length. */
const standsAlone = (marker: number): boolean =>
	marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** JPEG (ISO/IEC 10918-1): walks the marker segments up to the start of the scan. */
export const jpeg: FormatReader = {
	format: 'jpeg',
	mimeType: 'image/jpeg',
	matches: (b) => hasText(b, 0, '\xff\xd8\xff'),
	readHeader(b) {
		const header: ImageHeader = {};
		let at = 2;
		for (let step = 0; step < MAX_STEPS; step++) {
			if (u8(b, at) !== 0xff) return { ...header, damage: BROKEN };
			const marker = u8(b, at + 1);
			if (marker === 0xff) {
				at += 1;
				continue;
			}
			if (standsAlone(marker)) {
				at += 2;
				continue;
			}
			const length = u16be(b, at + 2);
			if (marker === END_OF_IMAGE || !(length >= 2)) return { ...header, damage: BROKEN };
			if (marker === START_OF_SCAN) return { ...header, ...scanDamage(b, at, header) };
			if (marker === APP1 && hasText(b, at + 4, 'Exif\0\0')) {
				const orientation = readOrientation(b, at + 10);
				if (orientation) header.orientation ??= orientation;
			}
			if (isFrameHeader(marker)) {
				header.height = u16be(b, at + 5);
				header.width = u16be(b, at + 7);
				if (!(header.width > 0 && header.height > 0)) return { damage: NO_SIZE };
			}
			at += 2 + length;
		}
		return { ...header, damage: BROKEN };
	},
};

const BROKEN = "The JPEG's header is cut off or broken.";
const NO_SIZE = "The JPEG's header names no width or height.";

function scanDamage(b: Uint8Array, scan: number, header: ImageHeader): ImageHeader {
	if (header.width === undefined) return { damage: BROKEN };
	if (endsWithMarker(b, '\xff\xd9', scan)) return {};
	return { damage: 'The JPEG ends too early: its end-of-image marker is missing.' };
}

import type { Orientation } from './format';
import { hasText, u16be, u16le, u32be, u32le } from './bytes';

const ORIENTATION_TAG = 0x0112;
/** IFD0 of real files has some dozen entries; more than this is not worth a look. */
const MAX_ENTRIES = 256;

/**
 * Reads the orientation out of a TIFF structure, which is what EXIF is.
 * @param start offset of the byte order mark `II` or `MM`
 * @returns 1–8, or undefined when there is none or it makes no sense
 */
export function readOrientation(b: Uint8Array, start: number): Orientation | undefined {
	const little = hasText(b, start, 'II*\0');
	if (!little && !hasText(b, start, 'MM\0*')) return undefined;
	const u16 = little ? u16le : u16be;
	const u32 = little ? u32le : u32be;
	const directory = start + u32(b, start + 4);
	const entries = Math.min(u16(b, directory), MAX_ENTRIES);
	for (let i = 0; i < entries; i++) {
		const entry = directory + 2 + i * 12;
		if (u16(b, entry) !== ORIENTATION_TAG) continue;
		const value = u16(b, entry + 8);
		return value >= 1 && value <= 8 ? (value as Orientation) : undefined;
	}
	return undefined;
}

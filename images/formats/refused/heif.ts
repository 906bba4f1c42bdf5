import type { FormatReader, ImageFormat } from '../format';
import { hasText, latin1, u32be } from '../bytes';

/** More than the file type box of any photo takes. */
const MAX_BOX = 256;

/** The brands, four letters each, that the file type box of an ISO base media file names. */
function brands(b: Uint8Array): string[] {
	if (!hasText(b, 4, 'ftyp')) return [];
	const text = latin1(b, 8, Math.min(u32be(b, 0), MAX_BOX));
	return text.match(/.{4}/gs) ?? [];
}

function reader(format: ImageFormat, names: readonly string[]): FormatReader {
	return {
		format,
		mimeType: `image/${format}`,
		matches: (b) => brands(b).some((brand) => names.includes(brand)),
		readHeader: () => ({}),
	};
}

/** AVIF and HEIC (ISO/IEC 23008-12): recognised only, since the service takes neither. */
export const avif = reader('avif', ['avif', 'avis']);
export const heic = reader('heic', ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1', 'msf1']);

import type { FormatReader } from '../format';
import { hasText } from '../bytes';

/** TIFF: recognised only, since the service doesn't take it. */
export const tiff: FormatReader = {
	format: 'tiff',
	mimeType: 'image/tiff',
	matches: (b) => hasText(b, 0, 'II*\0') || hasText(b, 0, 'MM\0*'),
	readHeader: () => ({}),
};

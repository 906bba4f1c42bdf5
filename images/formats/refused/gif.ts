import type { FormatReader } from '../format';
import { hasText, u16le } from '../bytes';

/** GIF 87a and 89a: the logical screen's size. */
export const gif: FormatReader = {
	format: 'gif',
	mimeType: 'image/gif',
	matches: (b) => hasText(b, 0, 'GIF87a') || hasText(b, 0, 'GIF89a'),
	readHeader(b) {
		const width = u16le(b, 6);
		const height = u16le(b, 8);
		return width > 0 && height > 0
			? { width, height }
			: { damage: "The GIF's header is cut off or broken." };
	},
};

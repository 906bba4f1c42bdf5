import type { FormatReader } from '../format';
import { hasText, latin1 } from '../bytes';

/** How far into an SVG its root element is looked for: a prologue and comments come first. */
const SVG_PROLOGUE = 1024;

/** Documents that are mistaken for images: recognised only. */
export const pdf: FormatReader = {
	format: 'pdf',
	mimeType: 'application/pdf',
	matches: (b) => hasText(b, 0, '%PDF-'),
	readHeader: () => ({}),
};

export const svg: FormatReader = {
	format: 'svg',
	mimeType: 'image/svg+xml',
	matches: (b) => {
		const start = latin1(b, 0, SVG_PROLOGUE).replace(/^\xef\xbb\xbf/, '');
		return /^\s*</.test(start) && /<svg[\s>]/i.test(start);
	},
	readHeader: () => ({}),
};

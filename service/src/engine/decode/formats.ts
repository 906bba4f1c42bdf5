import type { ImageFormat } from '../types';

type Signature = { format: ImageFormat; parts: { at: number; bytes: string }[] };

/** Magic bytes, as Latin-1 text, of the formats that are accepted. */
const SIGNATURES: Signature[] = [
	{ format: 'jpeg', parts: [{ at: 0, bytes: '\xff\xd8\xff' }] },
	{ format: 'png', parts: [{ at: 0, bytes: '\x89PNG\r\n\x1a\n' }] },
	{ format: 'bmp', parts: [{ at: 0, bytes: 'BM' }] },
	{
		format: 'webp',
		parts: [
			{ at: 0, bytes: 'RIFF' },
			{ at: 8, bytes: 'WEBP' },
		],
	},
];

/** The format that the first bytes name, whatever the file was called; undefined for all others. */
export function sniffFormat(image: Buffer): ImageFormat | undefined {
	const has = ({ at, bytes }: { at: number; bytes: string }) =>
		image.toString('latin1', at, at + bytes.length) === bytes;
	return SIGNATURES.find(({ parts }) => parts.every(has))?.format;
}

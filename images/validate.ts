import { base64Length, DRAWABLE_FORMATS, FORMAT_SUPPORT, LIMITS } from './limits';
import type { ImageFormat } from './formats/format';
import type { SniffedImage } from './sniff';

export type ValidationLevel = 'full' | 'size' | 'off';

/** Which check an image failed. `tooWide` and `tooLarge` are those that shrinking cures. */
export type ImageCheck = 'format' | 'damaged' | 'tooNarrow' | 'tooWide' | 'tooLarge';

export interface ImageProblem {
	check: ImageCheck;
	/** What is wrong: measured value and limit, a sentence. */
	reason: string;
	/** What to do in n8n, a sentence. */
	remedy: string;
}

/** What may go wrong although the image is sent; formats by the names that people use. */
export type ImageWarning =
	| { kind: 'newFormat'; format: string }
	| { kind: 'declaredType'; declared: string; format: string };

export interface ImageVerdict {
	/** Reasons not to send the image; empty when it may go. */
	problems: ImageProblem[];
	warnings: ImageWarning[];
}

const NAMES: Readonly<Record<ImageFormat, string>> = {
	jpeg: 'JPG',
	png: 'PNG',
	bmp: 'BMP',
	webp: 'WEBP',
	gif: 'GIF',
	tiff: 'TIFF',
	heic: 'HEIC',
	avif: 'AVIF',
	svg: 'SVG',
	pdf: 'PDF',
	unknown: 'no known image',
};

/**
 * Judges an image against the service's limits before a billable call.
 * @param sniffed what `sniffImage` found
 * @param byteLength size of the file in bytes
 * @param level `full`: format, damage, both sides and size; `size`: only the base64 limit; `off`: nothing
 * @param claimedMimeType what the file's sender says it is; a lie becomes part of the sentence
 */
export function validateImage(
	sniffed: SniffedImage,
	byteLength: number,
	level: ValidationLevel,
	claimedMimeType?: string,
): ImageVerdict {
	if (level === 'off') return { problems: [], warnings: [] };
	const size = tooLarge(sniffed, byteLength);
	if (level === 'size') return { problems: present([size]), warnings: [] };
	const format = wrongFormat(sniffed, byteLength, claimedMimeType);
	const checks = format ? [format] : [damaged(sniffed), tooNarrow(sniffed), tooWide(sniffed), size];
	return { problems: present(checks), warnings: warningsFor(sniffed, claimedMimeType) };
}

/** Whether the image is over a limit that the option *Shrink Large Images* cures: pixels of the wide side, or bytes. */
export function isOverLimits(sniffed: SniffedImage, byteLength: number): boolean {
	return tooWide(sniffed) !== undefined || tooLarge(sniffed, byteLength) !== undefined;
}

function wrongFormat(
	{ format, mimeType }: SniffedImage,
	byteLength: number,
	claimed?: string,
): ImageProblem | undefined {
	if (byteLength === 0)
		return {
			check: 'damaged',
			reason: 'The file is empty (0 bytes).',
			remedy: 'Check the node that reads or downloads the file.',
		};
	if (FORMAT_SUPPORT[format] !== 'no') return undefined;
	const type = normalMimeType(claimed);
	const lie = type && type !== mimeType ? `, although it is declared as ${type}` : '';
	return {
		check: 'format',
		reason:
			format === 'unknown'
				? `The file is not an image by its first bytes${lie}.`
				: `The file is ${NAMES[format]} by its bytes${lie}; the service takes JPG, PNG and BMP.`,
		remedy:
			format === 'unknown'
				? 'Check where the file comes from: a web page or an error message saved under the name of an image is a common cause. The service takes JPG, PNG and BMP.'
				: (CONVERT[format] ?? CONVERT_BEFORE),
	};
}

const EDIT_IMAGE = "Convert it with n8n's Edit Image node: set its option Format to PNG or JPEG.";
const CONVERT_BEFORE = 'Convert it to JPG or PNG before this node.';
const CONVERT: Partial<Record<ImageFormat, string>> = {
	gif: EDIT_IMAGE,
	tiff: EDIT_IMAGE,
	heic: 'Convert it to JPG before this node, or set the camera to save JPG ("Most Compatible" on an iPhone).',
	pdf: 'Export its pages as JPG or PNG before this node.',
};

function damaged({ damage }: SniffedImage): ImageProblem | undefined {
	return damage === undefined
		? undefined
		: {
				check: 'damaged',
				reason: damage,
				remedy:
					'Get the file again: the download or upload was probably cut off. If it opens elsewhere, save it anew, or set the option Validation to check the size only to send it as it is.',
			};
}

function tooNarrow({ width, height }: SniffedImage): ImageProblem | undefined {
	if (width === undefined || height === undefined || Math.min(width, height) >= LIMITS.minSide)
		return undefined;
	return {
		check: 'tooNarrow',
		reason: `The image is ${width} × ${height} px; its narrow side must be at least ${LIMITS.minSide} px.`,
		remedy: "Use a larger picture, or enlarge it with n8n's Edit Image node (operation Resize).",
	};
}

/** How the cure of an image that is too large begins: the option leaves formats alone that can't be decoded here. */
const shrinkOr = (format: ImageFormat): string =>
	DRAWABLE_FORMATS.includes(format)
		? 'Turn on the option Shrink Large Images, or'
		: "A file of this format can't be shrunk here:";

function tooWide({ format, width, height }: SniffedImage): ImageProblem | undefined {
	if (width === undefined || height === undefined || Math.max(width, height) <= LIMITS.maxSide)
		return undefined;
	return {
		check: 'tooWide',
		reason: `The image is ${width} × ${height} px; its wide side may be at most ${LIMITS.maxSide} px.`,
		remedy: `${shrinkOr(format)} resize it with n8n's Edit Image node (operation Resize, ${LIMITS.maxSide} × ${LIMITS.maxSide}, "Only if Larger").`,
	};
}

function tooLarge({ format }: SniffedImage, byteLength: number): ImageProblem | undefined {
	if (byteLength <= LIMITS.imageBytes) return undefined;
	return {
		check: 'tooLarge',
		reason: `The image has ${megabytes(byteLength)} MB, as base64 ${megabytes(base64Length(byteLength))} MB; the limit is ${megabytes(LIMITS.base64Chars)} MB of base64, which is ${megabytes(LIMITS.imageBytes)} MB of image.`,
		remedy: `${shrinkOr(format)} save it as JPEG of lower quality with n8n's Edit Image node (options Format: JPEG and Quality).`,
	};
}

function warningsFor({ format, mimeType }: SniffedImage, claimed?: string): ImageWarning[] {
	const support = FORMAT_SUPPORT[format];
	if (support === 'no') return [];
	const name = NAMES[format];
	const declared = normalMimeType(claimed);
	return [
		...(support === 'warn' ? [{ kind: 'newFormat' as const, format: name }] : []),
		...(declared && declared !== mimeType
			? [{ kind: 'declaredType' as const, declared, format: name }]
			: []),
	];
}

/** Other names in use for the same type. */
const MIME_ALIASES: Readonly<Record<string, string>> = {
	'image/jpg': 'image/jpeg',
	'image/pjpeg': 'image/jpeg',
	'image/x-png': 'image/png',
	'image/x-bmp': 'image/bmp',
	'image/x-ms-bmp': 'image/bmp',
};

/** A claimed image type in its registered form, without parameters; undefined when no image type is claimed. */
function normalMimeType(claimed = ''): string | undefined {
	const type = /^\s*(image\/[\w.+-]{1,64})/.exec(claimed.slice(0, 100).toLowerCase())?.[1];
	return type && (MIME_ALIASES[type] ?? type);
}

/** In MB of 1024 × 1024 bytes, rounded up to two places so that a value over a limit never looks equal to it. */
function megabytes(bytes: number): string {
	return String(Math.ceil((bytes / 1024 / 1024) * 100) / 100);
}

function present(problems: Array<ImageProblem | undefined>): ImageProblem[] {
	return problems.filter((problem) => problem !== undefined);
}

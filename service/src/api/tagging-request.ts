import { z } from 'zod';
import { ApiError } from './failures';
import { versionDefaults, type ApiVersion } from './versions';

export type Language = 'en' | 'zh';

export interface TaggingRequest {
	source: { image: Buffer } | { url: string };
	language: Language;
	limit: number;
	/** 0..100 */
	threshold: number;
}

const maxBase64Length = 10 * 1024 * 1024;

const body = z.strictObject({
	image: z.string().optional(),
	url: z.string().optional(),
	language: z.enum(['zh', 'en']).default('zh'),
	limit: z.number().int().min(1).optional(),
	threshold: z.number().optional(),
});

/**
 * Reads a request body as tables 4-1 and 4-4 of the reference describe it.
 * @param raw the bytes that came
 * @throws {ApiError} AIS.0014, AIS.0012, AIS.0501, AIS.0503 or AIS.0504
 */
export function parseTaggingRequest(raw: Buffer, version: ApiVersion): TaggingRequest {
	const fields = checkFields(parseObject(raw));
	const defaults = versionDefaults[version];
	const { threshold = defaults.threshold } = fields;
	return {
		source: pickSource(fields.image, fields.url),
		language: fields.language,
		limit: Math.min(fields.limit ?? defaults.limit, defaults.maxLimit),
		threshold: threshold >= 0 && threshold <= 100 ? threshold : defaults.threshold,
	};
}

function parseObject(raw: Buffer): object {
	let value: unknown;
	try {
		value = JSON.parse(raw.toString('utf8'));
	} catch {
		throw new ApiError('notJson', 'Send a JSON object with image or url.');
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new ApiError('notJson', 'The body must be a JSON object.');
	}
	return value;
}

function checkFields(value: object): z.output<typeof body> {
	const parsed = body.safeParse(value);
	if (parsed.success) return parsed.data;
	const issues = parsed.error.issues;
	const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
	if (unknown) {
		const names = unknown.keys.map((key) => key.slice(0, 40)).slice(0, 5);
		throw new ApiError('unknownField', `Leave out ${names.join(', ')}.`);
	}
	throw new ApiError('badParameter', expectations[String(issues[0]?.path[0])]);
}

const expectations: Record<string, string> = {
	image: 'image must be a string of base64 text.',
	url: 'url must be a string.',
	language: 'language must be "zh" or "en".',
	limit: 'limit must be a whole number of at least 1.',
	threshold: 'threshold must be a number.',
};

function pickSource(image = '', url = ''): TaggingRequest['source'] {
	if (image !== '' && url !== '') {
		throw new ApiError('badParameter', 'Send either image or url, not both.');
	}
	if (image !== '') return { image: decodeBase64(image) };
	if (url !== '') return { url };
	throw new ApiError('badParameter', 'Send the picture in image, or its address in url.');
}

/** Line breaks are part of what PHP's chunk_split and many a command line produce. */
function decodeBase64(text: string): Buffer {
	const compact = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
	if (compact.length > maxBase64Length) {
		throw new ApiError('size', 'The base64 text is larger than 10 MB.');
	}
	const bytes = Buffer.from(compact, 'base64');
	// The decoder skips what isn't base64, so that any such character shows in the length.
	const digits = compact.replace(/={1,2}$/, '').length;
	if (bytes.length === 0 || digits % 4 === 1 || bytes.length !== Math.floor((digits * 3) / 4)) {
		throw new ApiError('damaged', 'The text in image is not base64.');
	}
	return bytes;
}

import type { z } from 'zod';
import { ApiError } from '../contract/failures';
import { versionDefaults, type ApiVersion } from '../contract/versions';
import { decodeBase64InPlace, maxBase64Length } from './base64';
import { digitsOf, isPlaceholder, setImageAside } from './image-text';
import { taggingBodies } from './request-schema';

export type Language = 'en' | 'zh';

type Fields = z.output<(typeof taggingBodies)['v2']>;

export interface TaggingRequest {
	source: { image: Buffer } | { url: string };
	language: Language;
	limit: number;
	/** 0..100 */
	threshold: number;
}

/** The largest request without its image is a URL; parsing megabytes of JSON would hold up everybody. */
const maxJsonBytes = 64 * 1024;

/**
 * Reads a request body as tables 4-1 and 4-4 of the reference describe it.
 * @param raw the bytes that came; the image is decoded in them, over its text
 * @throws {ApiError} AIS.0014, AIS.0012, AIS.0501, AIS.0503 or AIS.0504
 * @throws the signal's reason, when it is aborted before the image is decoded
 */
export async function parseTaggingRequest(
	raw: Buffer,
	version: ApiVersion,
	signal?: AbortSignal,
): Promise<TaggingRequest> {
	const aside = await setImageAside(raw, signal);
	const fields = checkFields(parseObject(aside?.json ?? raw), version);
	const defaults = versionDefaults[version];
	const threshold = fields.threshold ?? defaults.threshold;
	return {
		source: await pickSource(fields, aside?.text, signal),
		language: fields.language ?? 'zh',
		limit: Math.min(fields.limit ?? defaults.limit, defaults.maxLimit),
		threshold: threshold >= 0 && threshold <= 100 ? threshold : defaults.threshold,
	};
}

function parseObject(raw: Buffer): object {
	if (raw.length > maxJsonBytes) {
		throw new ApiError('notJson', 'Apart from the text of image, it may have 64 KB.');
	}
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

function checkFields(value: object, version: ApiVersion): Fields {
	const parsed = taggingBodies[version].safeParse(value);
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

async function pickSource(
	fields: Fields,
	/** The image's text that was set aside. */
	aside: Buffer | undefined,
	signal: AbortSignal | undefined,
): Promise<TaggingRequest['source']> {
	const image = fields.image ?? '';
	const url = fields.url ?? '';
	if (image !== '' && url !== '') {
		throw new ApiError('badParameter', 'Send either image or url, not both.');
	}
	if (image !== '') {
		const written = aside && isPlaceholder(image) ? aside : Buffer.from(escaped(image));
		return { image: await imageOf(written, signal) };
	}
	if (url !== '') return { url };
	throw new ApiError(
		'badParameter',
		'Send the image as base64 text in image, or its address in url.',
	);
}

const escaped = (text: string) => JSON.stringify(text).slice(1, -1);

/** Decodes the text of `image` where it stands. */
async function imageOf(written: Buffer, signal: AbortSignal | undefined): Promise<Buffer> {
	const digits = await digitsOf(written, signal);
	if (digits.length > maxBase64Length) {
		throw new ApiError('size', 'The base64 text is larger than 10 MB.');
	}
	const image = await decodeBase64InPlace(digits, signal);
	if (!image) throw new ApiError('damaged', 'The text in image is not base64.');
	return image;
}

import type { IExecuteFunctions } from 'n8n-workflow';

import type { ValidationLevel } from '../../images/validate';
import type { ApiVersion, Language } from '../../tagging/api';
import type { FilterLists } from '../../tagging/filters';
import type { Output } from '../../tagging/items';

export type ImageSource = 'binary' | 'url' | 'obs' | 'base64';

/** The parameters of one item, expressions resolved and values checked. */
export interface ItemParameters {
	apiVersion: ApiVersion;
	imageSource: ImageSource;
	output: Output;
	language: Language;
	limit?: number;
	threshold?: number;
	filters: FilterLists;
	onNoTags: 'nothing' | 'emptyItem';
	includeInputFields: boolean;
	includeBinary: boolean;
	annotatedPicture: 'none' | 'png' | 'jpeg';
	annotatedPropertyName: string;
	shrink: boolean;
	downloadUrl: boolean;
	validation: ValidationLevel;
	maxConcurrency: number;
	maxAttempts: number;
	timeout: number;
}

/** A parameter has a value that it can't have, most often from an expression. */
export class ParameterError extends Error {
	constructor(
		message: string,
		readonly remedy: string,
	) {
		super(message);
	}
}

const CHOICES = {
	apiVersion: { name: 'API Version', values: ['v2', 'v1.0'] },
	imageSource: { name: 'Image Source', values: ['binary', 'url', 'obs', 'base64'] },
	output: { name: 'Output', values: ['tags', 'images', 'objects', 'raw'] },
	language: { name: 'Language', values: ['en', 'zh'] },
	onNoTags: { name: 'Images Without Tags', values: ['nothing', 'emptyItem'] },
	validation: { name: 'Validation', values: ['full', 'size', 'off'] },
	annotatedPicture: { name: 'Annotated Picture', values: ['none', 'png', 'jpeg'] },
} as const;

const RANGES = {
	limit: { name: 'Limit', min: 1, max: Number.MAX_SAFE_INTEGER, whole: true },
	threshold: { name: 'Threshold', min: 0, max: 100, whole: false },
	maxConcurrency: { name: 'Max Concurrency', min: 1, max: 50, whole: true },
	maxAttempts: { name: 'Max Attempts', min: 1, max: 10, whole: true },
	timeout: { name: 'Timeout', min: 1, max: 3_600_000, whole: true },
} as const;

const isText = (value: unknown): value is string | number =>
	typeof value === 'string' || typeof value === 'number';

/** The beginning of a value; lists and objects, which may be large or not printable, by their kind. */
function shown(value: unknown): string {
	if (value === undefined || value === null) return 'empty';
	if (Number.isNaN(value)) return 'not a number';
	if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : String(value).slice(0, 60);
}

function choice<K extends keyof typeof CHOICES>(key: K, value: unknown) {
	const { name, values } = CHOICES[key];
	const found = values.find((candidate) => candidate === value);
	if (found) return found as (typeof CHOICES)[K]['values'][number];
	throw new ParameterError(
		`${name} is ${shown(value)}, which is none of its values.`,
		`Use one of ${values.join(', ')}. Check the expression, if it is one.`,
	);
}

/** A number in its range; undefined when the option is not set. */
function number(key: keyof typeof RANGES, value: unknown): number | undefined {
	if (value === undefined || value === null || (isText(value) && String(value).trim() === ''))
		return undefined;
	const { name, min, max, whole } = RANGES[key];
	const given = isText(value) ? Number(value) : NaN;
	if (given >= min && given <= max && (!whole || Number.isInteger(given))) return given;
	throw new ParameterError(
		`${name} is ${shown(value)}.`,
		max === Number.MAX_SAFE_INTEGER
			? `Give a whole number from ${min}.`
			: `Give a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`,
	);
}

/**
 * A comma list, from text or from a list of texts.
 * @throws ParameterError for anything else
 */
export function listOfNames(name: string, value: unknown): string {
	const given: unknown[] = Array.isArray(value) ? value : [value];
	const entries = given.filter((entry) => entry !== undefined && entry !== null);
	if (entries.every(isText)) return entries.join(',');
	const inList = Array.isArray(value) ? ' with something other than text in it' : '';
	throw new ParameterError(
		`${name} is ${shown(value)}${inList}.`,
		'Give names separated by commas, or a list of names. Check the expression, if it is one.',
	);
}

/** Text without blanks around it; empty where there is none. */
function text(name: string, value: unknown): string {
	if (value === undefined || value === null) return '';
	if (isText(value)) return String(value).trim();
	throw new ParameterError(
		`${name} is ${shown(value)}.`,
		'Give a single text. Check the expression, if it is one.',
	);
}

/** A switch, which an expression may give as text; off when it is not set. */
function isOn(name: string, value: unknown): boolean {
	if (value === undefined || value === null) return false;
	// Some objects can't become text.
	const given = typeof value === 'object' ? 'none' : String(value).trim().toLowerCase();
	if (given === 'true' || given === 'false' || given === '') return given === 'true';
	throw new ParameterError(
		`${name} is ${shown(value)}.`,
		'Give true or false. Check the expression, if it is one.',
	);
}

type Options = Record<string, unknown>;

const optionsOf = (context: IExecuteFunctions, item: number): Options =>
	(context.getNodeParameter('options', item, {}) ?? {}) as Options;

const DEFAULT_CONCURRENCY = 5;

/**
 * Requests in flight, which is one number for the whole execution: the first item's. Where that has
 * none to give, the item fails for it when its parameters are read, and the others go on.
 */
export function maxConcurrency(context: IExecuteFunctions): number {
	try {
		return number('maxConcurrency', optionsOf(context, 0).maxConcurrency) ?? DEFAULT_CONCURRENCY;
	} catch {
		return DEFAULT_CONCURRENCY;
	}
}

/** @throws ParameterError */
export function readParameters(context: IExecuteFunctions, item: number): ItemParameters {
	const options = optionsOf(context, item);
	const parameter = (key: keyof typeof CHOICES) => context.getNodeParameter(key, item);
	return {
		apiVersion: choice('apiVersion', parameter('apiVersion')),
		imageSource: choice('imageSource', parameter('imageSource')),
		output: choice('output', parameter('output')),
		language: choice('language', parameter('language')),
		maxConcurrency: number('maxConcurrency', options.maxConcurrency) ?? DEFAULT_CONCURRENCY,
		limit: number('limit', options.limit),
		threshold: number('threshold', options.threshold),
		filters: {
			tagTypes: listOfNames('Tag Types', options.tagTypes),
			includeTags: listOfNames('Include Tags', options.includeTags),
			excludeTags: listOfNames('Exclude Tags', options.excludeTags),
		},
		onNoTags: choice('onNoTags', options.onNoTags ?? 'nothing'),
		includeInputFields: isOn('Include Input Fields', options.includeInputFields),
		includeBinary: isOn('Include Binary', options.includeBinary),
		annotatedPicture: choice('annotatedPicture', options.annotatedPicture ?? 'none'),
		annotatedPropertyName:
			text('Annotated Picture Field', options.annotatedPropertyName) || 'annotated',
		shrink: isOn('Shrink Large Images', options.shrink),
		downloadUrl: isOn('Download Image in n8n', options.downloadUrl),
		validation: choice('validation', options.validation ?? 'full'),
		maxAttempts: number('maxAttempts', options.maxAttempts) ?? 4,
		timeout: number('timeout', options.timeout) ?? 30_000,
	};
}

const TEXTS = { url: 'URL', bucket: 'Bucket', objectKey: 'Object Key' } as const;

/**
 * A text parameter, without blanks around it.
 * @throws ParameterError for a value that is no text
 */
export const textParameter = (
	context: IExecuteFunctions,
	key: keyof typeof TEXTS,
	item: number,
): string => text(TEXTS[key], context.getNodeParameter(key, item, ''));

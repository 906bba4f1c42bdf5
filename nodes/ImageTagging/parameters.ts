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
	apiVersion: ['v2', 'v1.0'],
	imageSource: ['binary', 'url', 'obs', 'base64'],
	output: ['tags', 'images', 'objects', 'raw'],
	language: ['en', 'zh'],
	onNoTags: ['nothing', 'emptyItem'],
	validation: ['full', 'size', 'off'],
	annotatedPicture: ['none', 'png', 'jpeg'],
} as const;

const RANGES = {
	limit: { name: 'Limit', min: 1, max: Number.MAX_SAFE_INTEGER, whole: true },
	threshold: { name: 'Threshold', min: 0, max: 100, whole: false },
	maxConcurrency: { name: 'Max Concurrency', min: 1, max: 50, whole: true },
	maxAttempts: { name: 'Max Attempts', min: 1, max: 10, whole: true },
	timeout: { name: 'Timeout', min: 1, max: 3_600_000, whole: true },
} as const;

const shown = (value: unknown): string => JSON.stringify(value)?.slice(0, 60) ?? 'nothing';

function choice<K extends keyof typeof CHOICES>(key: K, value: unknown) {
	const found = CHOICES[key].find((candidate) => candidate === value);
	if (found) return found as (typeof CHOICES)[K][number];
	throw new ParameterError(
		`The parameter "${key}" is ${shown(value)}, which is none of its values.`,
		`Use one of ${CHOICES[key].join(', ')}.`,
	);
}

/** A number in its range; undefined when the option is not set. */
function number(key: keyof typeof RANGES, value: unknown): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const { name, min, max, whole } = RANGES[key];
	const given = typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN;
	if (given >= min && given <= max && (!whole || Number.isInteger(given))) return given;
	throw new ParameterError(
		`The option ${name} is ${shown(value)}.`,
		max === Number.MAX_SAFE_INTEGER
			? `Give a whole number from ${min}.`
			: `Give a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`,
	);
}

const list = (value: unknown): string =>
	Array.isArray(value) ? value.join(',') : String(value ?? '');

type Options = Record<string, unknown>;

const optionsOf = (context: IExecuteFunctions, item: number): Options =>
	(context.getNodeParameter('options', item, {}) ?? {}) as Options;

/** Requests in flight, which is one number for the whole execution: the first item's. */
export const maxConcurrency = (context: IExecuteFunctions): number =>
	number('maxConcurrency', optionsOf(context, 0).maxConcurrency) ?? 5;

/** @throws ParameterError */
export function readParameters(context: IExecuteFunctions, item: number): ItemParameters {
	const options = optionsOf(context, item);
	const parameter = (key: keyof typeof CHOICES) => context.getNodeParameter(key, item);
	return {
		apiVersion: choice('apiVersion', parameter('apiVersion')),
		imageSource: choice('imageSource', parameter('imageSource')),
		output: choice('output', parameter('output')),
		language: choice('language', parameter('language')),
		limit: number('limit', options.limit),
		threshold: number('threshold', options.threshold),
		filters: {
			tagTypes: list(options.tagTypes),
			includeTags: list(options.includeTags),
			excludeTags: list(options.excludeTags),
		},
		onNoTags: choice('onNoTags', options.onNoTags ?? 'nothing'),
		includeInputFields: options.includeInputFields === true,
		includeBinary: options.includeBinary === true,
		annotatedPicture: choice('annotatedPicture', options.annotatedPicture ?? 'none'),
		annotatedPropertyName: String(options.annotatedPropertyName ?? '').trim() || 'annotated',
		shrink: options.shrink === true,
		downloadUrl: options.downloadUrl === true,
		validation: choice('validation', options.validation ?? 'full'),
		maxAttempts: number('maxAttempts', options.maxAttempts) ?? 4,
		timeout: number('timeout', options.timeout) ?? 30_000,
	};
}

/** A text parameter, without blanks around it; lists and objects count as missing. */
export function textParameter(context: IExecuteFunctions, name: string, item: number): string {
	const value = context.getNodeParameter(name, item, '') as unknown;
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

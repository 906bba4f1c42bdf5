import fc from 'fast-check';
import type { IExecuteFunctions } from 'n8n-workflow';

import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import { GENERAL } from '../../../nodes/ImageTagging/parameters/general';
import { ParameterError } from '../../../nodes/ImageTagging/parameters/parameter';
import {
	maxConcurrency,
	readParameters,
	textParameter,
} from '../../../nodes/ImageTagging/parameters/read';
import { readTags } from '../../../tagging/answer';
import { tagFilter } from '../../../tagging/filters';
import { itemsOf } from '../../../tagging/items';
import { requestBody } from '../../../tagging/request-body';
import { anyValue, oddText, oddUrl } from '../arbitraries';
import { expectSentence, orRefused, property } from '../property';

type Values = Record<string, unknown>;

/** What `getNodeParameter` gives when expressions have these values. */
const contextOf = (values: Values) =>
	({
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			Object.hasOwn(values, name) ? values[name] : fallback,
	}) as unknown as IExecuteFunctions;

const orOdd = (...good: unknown[]) =>
	fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: anyValue });

const options = fc.oneof(
	fc.record(
		{
			limit: anyValue,
			threshold: anyValue,
			maxConcurrency: anyValue,
			maxAttempts: anyValue,
			timeout: anyValue,
			tagTypes: anyValue,
			includeTags: anyValue,
			excludeTags: anyValue,
			annotatedPropertyName: anyValue,
			onNoTags: orOdd('nothing', 'emptyItem'),
			validation: orOdd('full', 'size', 'off'),
			annotatedPicture: orOdd('none', 'png', 'jpeg'),
			includeInputFields: anyValue,
			includeBinary: anyValue,
			shrink: anyValue,
			downloadUrl: anyValue,
		},
		{ requiredKeys: [] },
	),
	fc.constantFrom<unknown>(undefined, null, '', 'text', 7, []),
);

const parameters = fc.record({
	apiVersion: orOdd('v2', 'v1.0'),
	imageSource: orOdd('binary', 'url', 'obs', 'base64'),
	output: orOdd('tags', 'images', 'objects', 'raw'),
	language: orOdd('en', 'zh'),
	options,
	url: anyValue,
});

const tagLike = fc.record(
	{
		tag: anyValue,
		type: anyValue,
		confidence: anyValue,
		i18n_tag: fc.oneof(anyValue, fc.record({ en: anyValue, zh: anyValue })),
		i18n_type: anyValue,
		instances: fc.oneof(
			anyValue,
			fc.array(fc.record({ confidence: anyValue, bounding_box: anyValue }), { maxLength: 3 }),
		),
	},
	{ requiredKeys: [] },
);
const answers = fc.oneof(
	anyValue,
	fc.record({
		result: fc.oneof(anyValue, fc.record({ tags: fc.array(tagLike, { maxLength: 4 }) })),
	}),
);
const json = fc.oneof(oddText, fc.jsonValue());
const lists = fc.record({ tagTypes: oddText, includeTags: oddText, excludeTags: oddText });

export const values = [
	property('parameters of any type are read, or refused', parameters, (given) => {
		const context = contextOf(given);
		const concurrency = maxConcurrency(context);
		expect(Number.isInteger(concurrency) && concurrency >= 1 && concurrency <= 50).toBe(true);
		const url = orRefused(ParameterError, () => textParameter(context, 'url', 0));
		if (url !== undefined) expect(typeof url).toBe('string');
		const read = orRefused(ParameterError, () => readParameters(context, 0));
		if (read === undefined) return;
		const { limit = 1, threshold = 0, maxAttempts, timeout } = read;
		expect(limit >= 1 && threshold >= 0 && threshold <= 100).toBe(true);
		expect(maxAttempts >= 1 && maxAttempts <= 10 && timeout >= 1).toBe(true);
		expect(read.annotatedPropertyName).not.toBe('');
	}),

	property('a list of names of any type is read, or refused', anyValue, (value) => {
		const list = orRefused(ParameterError, () => GENERAL.binaryPropertyName.read(value));
		if (list !== undefined) expect(typeof list).toBe('string');
	}),

	property(
		'an answer of any form becomes items, or is none',
		fc.tuple(answers, lists, fc.constantFrom('tags', 'objects', 'images', 'raw')),
		([body, filters, output]) => {
			const tags = readTags(body);
			if (tags === undefined) return;
			for (const { tag, confidence } of tags) {
				expect(tag).not.toBe('');
				expect(Number.isFinite(confidence)).toBe(true);
			}
			const tagged = {
				image: { source: 'binary', width: 640, height: 480 },
				apiVersion: 'v2' as const,
				tags: tags.filter(tagFilter(filters)),
				body: body as Record<string, unknown>,
			};
			for (const item of itemsOf(tagged, output as 'tags', 'emptyItem')) {
				if (output !== 'raw') expect(JSON.stringify(item)).not.toMatch(/:(?:null,"confidence|NaN)/);
			}
		},
	),

	property(
		'a failure of any form is explained in sentences',
		fc.record(
			{
				status: fc.oneof(fc.integer({ min: 100, max: 599 }), fc.nat(1_000)),
				headers: fc.dictionary(oddText, fc.oneof(oddText, fc.constant(undefined))),
				body: fc.oneof(
					anyValue,
					oddText,
					fc.record({ error_code: json, error_msg: oddUrl, request_id: json }),
					fc.json(),
				),
				networkCode: oddText,
				message: oddText,
				endpointIsPublic: fc.boolean(),
				secrets: fc.array(oddText, { maxLength: 2 }),
			},
			{ requiredKeys: [] },
		),
		(evidence) => {
			const { reason, remedy, code } = classifyFailure(evidence);
			for (const text of [reason, remedy]) expectSentence(text);
			expect(code).toMatch(/^[\w.-]{1,64}$/);
		},
	),

	property(
		'the body of a request is the JSON of what was asked',
		fc.tuple(fc.uint8Array({ maxLength: 400 }), oddUrl, fc.integer(), fc.integer()),
		([bytes, url, limit, threshold]) => {
			const asked = { language: 'en' as const, limit, threshold };
			const parse = (body: Buffer): unknown => JSON.parse(body.toString());
			const image = Buffer.from(bytes);
			expect(parse(requestBody({ image }, asked))).toEqual({
				image: image.toString('base64'),
				...asked,
			});
			expect(parse(requestBody({ url }, asked))).toEqual({ url, ...asked });
		},
	),
];

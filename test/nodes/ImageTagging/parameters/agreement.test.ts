import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ImageTagging } from '../../../../nodes/ImageTagging/ImageTagging.node';
import { maxConcurrency, readParameters } from '../../../../nodes/ImageTagging/parameters/read';
import { ParameterError } from '../../../../nodes/ImageTagging/parameters/parameter';

const { properties } = new ImageTagging().description;
const form = properties.filter(({ type }) => type !== 'notice');
const general = form.filter(({ displayOptions, name }) => !displayOptions && name !== 'options');
const options = form.find(({ name }) => name === 'options')?.options as INodeProperties[];

const defaults = Object.fromEntries(general.map((property) => [property.name, property.default]));

const contextOf = (values: Record<string, unknown>) =>
	({
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			Object.hasOwn(values, name) ? values[name] : fallback,
	}) as unknown as IExecuteFunctions;

const read = (values: Record<string, unknown>): Record<string, unknown> =>
	readParameters(contextOf({ ...defaults, ...values }), 0);

const readOption = (name: string, value: unknown): unknown =>
	read({ options: { [name]: value } })[name];

const ofType = (all: INodeProperties[], type: string) =>
	all.filter((property) => property.type === type).map((property) => [property.name, property]);
const valuesOf = ({ options: choices = [] }: INodeProperties) =>
	choices.map((one) => (one as { value: string }).value);

describe('what the form offers and what is accepted of an expression agree:', () => {
	it('every option of the form is read, and nothing else', () => {
		const names = [...general, ...options].map(({ name }) => name);
		expect(Object.keys(read({})).sort()).toEqual(names.sort());
	});

	it('options are listed by their names', () => {
		const names = options.map(({ displayName }) => displayName);
		expect(names).toEqual([...names].sort());
	});

	it.each(ofType(options, 'number') as Array<[string, INodeProperties]>)(
		'numbers of %s',
		(name, { displayName, typeOptions = {} }) => {
			const { minValue = NaN, maxValue, numberPrecision } = typeOptions;
			const number = numberPrecision === 0 ? fc.integer() : fc.double({ noNaN: true });
			const given = fc.oneof(
				fc.constantFrom(minValue, minValue - 1, maxValue ?? 1e6, (maxValue ?? -9) + 1, 0.5),
				number,
			);
			fc.assert(
				fc.property(given, (value) => {
					const isOffered =
						value >= minValue &&
						value <= (maxValue ?? Number.MAX_SAFE_INTEGER) &&
						(numberPrecision !== 0 || Number.isInteger(value));
					if (isOffered) return expect(readOption(name, value)).toBe(value);
					expect(() => readOption(name, value)).toThrow(ParameterError);
					expect(() => readOption(name, value)).toThrow(`${displayName} is ${value}.`);
				}),
			);
		},
	);

	it.each([...ofType(options, 'options'), ...ofType(general, 'options')] as Array<
		[string, INodeProperties]
	>)('values of %s', (name, property) => {
		const readValue = (value: unknown) =>
			options.includes(property) ? readOption(name, value) : read({ [name]: value })[name];
		for (const value of valuesOf(property)) expect(readValue(value)).toBe(value);
		expect(valuesOf(property)).toContain(property.default);
		for (const value of ['', 'V2', 7, []]) {
			expect(() => readValue(value)).toThrow(`${property.displayName} is `);
		}
	});

	it.each([undefined, null])('an option that is %p has the default of the form', (unset) => {
		for (const { name, type, default: fallback } of options) {
			const expected = name === 'limit' || name === 'threshold' ? undefined : fallback;
			expect([name, readOption(name, unset)]).toEqual([name, expected]);
			if (type === 'number') expect(readOption(name, ' ')).toBe(expected);
		}
	});

	it('a required choice that an expression leaves empty is refused', () => {
		for (const { name, displayName } of general) {
			expect(() => read({ [name]: undefined })).toThrow(`${displayName} is empty, which is none`);
		}
	});
});

describe('the number of requests in flight', () => {
	const of = (value: unknown) => maxConcurrency(contextOf({ options: { maxConcurrency: value } }));

	it("is the first item's, or the default where that can't be read", () => {
		expect([of(7), of('7'), of(undefined), of(51), of('many')]).toEqual([7, 7, 5, 5, 5]);
		expect(maxConcurrency({} as IExecuteFunctions)).toBe(5);
	});
});

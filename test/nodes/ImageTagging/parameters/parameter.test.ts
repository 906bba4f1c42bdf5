import type { INodeProperties } from 'n8n-workflow';

import {
	choice,
	list,
	number,
	optionalNumber,
	ParameterError,
	text,
	toggle,
	type Parameter,
} from '../../../../nodes/ImageTagging/parameters/parameter';

const CHECK = 'Check the expression, if it is one.';
const named = { displayName: 'Name', name: 'name' };
const range: INodeProperties['typeOptions'] = { minValue: 1, maxValue: 10 };

/** What is read of a value, or the sentences with which it is refused. */
function readOf<T>(parameter: Parameter<T>, value: unknown): unknown {
	try {
		return { value: parameter.read(value) };
	} catch (error) {
		if (error instanceof ParameterError) return [error.message, error.remedy];
		throw error;
	}
}

describe('a choice', () => {
	const options = ['a', 'b'].map((value) => ({ name: value.toUpperCase(), value }));
	const parameter = choice({ ...named, type: 'options', options, default: 'b' });

	it('is one of its values', () => {
		expect(parameter.read('a')).toBe('a');
		expect(parameter.whenUnset).toBe('b');
	});

	it.each([
		['c', '"c"'],
		['x'.repeat(70), `"${'x'.repeat(60)}"`],
		['a "quoted" text', '"a \\"quoted\\" text"'],
		[7, '7'],
		[true, 'true'],
		[NaN, 'not a number'],
		[10n ** 70n, `1${'0'.repeat(59)}`],
		[undefined, 'empty'],
		[null, 'empty'],
		[['a'], 'a list'],
		[{ a: 1 }, 'an object'],
		[Object.create(null), 'an object'],
	])('is refused with what it is instead: %p', (value, shown) => {
		expect(readOf(parameter, value)).toEqual([
			`Name is ${shown}, which is none of its values.`,
			`Use one of a, b. ${CHECK}`,
		]);
	});
});

describe('a number', () => {
	const anyNumber = number({ ...named, type: 'number', typeOptions: range, default: 5 });
	const wholeOptions = { minValue: 1, maxValue: 10, numberPrecision: 0 };
	const whole = number({ ...named, type: 'number', typeOptions: wholeOptions, default: 5 });
	const optional = optionalNumber({ ...named, type: 'number', typeOptions: range, default: 5 });
	const open = optionalNumber({
		...named,
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 5,
	});
	const free = number({ ...named, type: 'number', default: 5 });

	it.each([undefined, null, '', ' \n'])('has its default where there is none: %p', (value) => {
		expect([anyNumber.read(value), optional.read(value)]).toEqual([5, undefined]);
		expect([anyNumber.whenUnset, optional.whenUnset]).toEqual([5, undefined]);
	});

	it.each([
		[1, 1],
		[10, 10],
		['2.5', 2.5],
		[' 7 ', 7],
	])('is taken as number or as text: %p', (value, read) => {
		expect([anyNumber.read(value), optional.read(value)]).toEqual([read, read]);
	});

	it.each([
		[0.999, '0.999'],
		[10.001, '10.001'],
		['11', '"11"'],
		['many', '"many"'],
		[NaN, 'not a number'],
		[Infinity, 'Infinity'],
		[true, 'true'],
		[[5], 'a list'],
		[{}, 'an object'],
	])('outside of its range is refused: %p', (value, shown) => {
		const refusal = [`Name is ${shown}.`, 'Give a number from 1 to 10.'];
		expect([readOf(anyNumber, value), readOf(optional, value)]).toEqual([refusal, refusal]);
	});

	it('may have to be whole', () => {
		expect(whole.read(3)).toBe(3);
		expect(readOf(whole, 3.5)).toEqual(['Name is 3.5.', 'Give a whole number from 1 to 10.']);
	});

	it('may have no upper limit, but has to be one that can be counted to', () => {
		expect(open.read(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
		for (const value of [0, Number.MAX_SAFE_INTEGER + 1, Infinity]) {
			expect(readOf(open, value)).toEqual([`Name is ${value}.`, 'Give a whole number from 1.']);
		}
	});

	it('without a range is any that is finite', () => {
		expect([free.read(-1e300), free.read(1e300)]).toEqual([-1e300, 1e300]);
		for (const value of [Infinity, -Infinity]) {
			expect(() => free.read(value)).toThrow(ParameterError);
		}
	});
});

describe('a text', () => {
	const parameter = text({ ...named, type: 'string', default: 'fallback' });

	it.each([
		[' a b ', 'a b'],
		[7, '7'],
		[0, '0'],
		['', 'fallback'],
		[' \t', 'fallback'],
		[undefined, 'fallback'],
		[null, 'fallback'],
	])('is read without blanks around it, or is the default: %p', (value, read) => {
		expect(parameter.read(value)).toBe(read);
		expect(parameter.whenUnset).toBe('fallback');
	});

	it.each([
		[['a'], 'a list'],
		[{ a: 1 }, 'an object'],
		[false, 'false'],
	])('is refused where it is none: %p', (value, shown) => {
		expect(readOf(parameter, value)).toEqual([`Name is ${shown}.`, `Give a single text. ${CHECK}`]);
	});
});

describe('a list of names', () => {
	const parameter = list({ ...named, type: 'string', default: 'data' });

	it.each([
		['a, b', 'a, b'],
		[['a', 'b'], 'a,b'],
		[['a', undefined, null, 7], 'a,7'],
		[7, '7'],
		[[], ''],
		[undefined, ''],
		[null, ''],
	])('is text or a list of texts: %p', (value, read) => {
		expect(parameter.read(value)).toBe(read);
		expect(parameter.whenUnset).toBe('');
	});

	it.each([
		[{ a: 1 }, 'an object'],
		[true, 'true'],
		[['a', {}], 'a list with something other than text in it'],
		[[['a']], 'a list with something other than text in it'],
	])('is refused where it is none: %p', (value, shown) => {
		expect(readOf(parameter, value)).toEqual([
			`Name is ${shown}.`,
			`Give names separated by commas, or a list of names. ${CHECK}`,
		]);
	});
});

describe('a toggle', () => {
	const parameter = toggle({ ...named, type: 'boolean', default: true });

	it.each([
		[true, true],
		[false, false],
		['true', true],
		[' FALSE ', false],
		['', true],
		[' ', true],
		[undefined, true],
		[null, true],
	])('is on or off, or the default: %p', (value, read) => {
		expect(parameter.read(value)).toBe(read);
		expect(parameter.whenUnset).toBe(true);
	});

	it.each([
		['yes', '"yes"'],
		[1, '1'],
		[['true'], 'a list'],
		[{ toString: () => 'true' }, 'an object'],
		[Object.create(null), 'an object'],
	])('is refused where it is neither: %p', (value, shown) => {
		expect(readOf(parameter, value)).toEqual([`Name is ${shown}.`, `Give true or false. ${CHECK}`]);
	});
});

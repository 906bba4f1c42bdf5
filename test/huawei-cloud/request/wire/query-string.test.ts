import { queryString, type ArrayFormat } from '../../../../huawei-cloud/request/wire/query-string';

/** As people read it: brackets are `%5B` and `%5D` on the wire. */
const readable = (text: string): string => text.replaceAll('%5B', '[').replaceAll('%5D', ']');

describe('a query', () => {
	it.each<[string, object, string]>([
		['of nothing', {}, ''],
		['of a text', { a: 'b' }, 'a=b'],
		['of several values, in their order', { b: '2', a: '1' }, 'b=2&a=1'],
		['of an empty text', { a: '' }, 'a='],
		['of a number and a boolean', { a: 0, b: false }, 'a=0&b=false'],
		['of missing values, which it leaves out', { a: undefined, b: null, c: '1' }, 'c=1'],
		['of a date', { at: new Date('2026-01-02T03:04:05.678Z') }, 'at=2026-01-02T03%3A04%3A05.678Z'],
		['of an object', { a: { b: '1', c: { d: '2' } } }, 'a[b]=1&a[c][d]=2'],
		['of an empty object and an empty list', { a: {}, b: [], c: '1' }, 'c=1'],
		[
			'of an object with a date in it',
			{ a: { at: new Date(0) } },
			'a[at]=1970-01-01T00%3A00%3A00.000Z',
		],
		['of names and values to encode', { 'ä b': "c&d=e+f/'" }, '%C3%A4%20b=c%26d%3De%2Bf%2F%27'],
	])('%s', (_, values, expected) => {
		expect(readable(queryString(values))).toBe(expected);
	});

	it.each<[ArrayFormat, string, string, string]>([
		['brackets', 'a[]=1&a[]=2', 'a[][b]=1', 'a[]=1&a[]=2'],
		['indices', 'a[0]=1&a[1]=2', 'a[0][b]=1', 'a[0]=1&a[2]=2'],
		['repeat', 'a=1&a=2', 'a[b]=1', 'a=1&a=2'],
		['comma', 'a=1%2C2', 'a=%5Bobject%20Object%5D', 'a=1%2C%2C2'],
	])('writes lists in the form "%s"', (format, plain, nested, withGap) => {
		const wire = (text: string) => text.replace(/\[/g, '%5B').replace(/\]/g, '%5D');
		expect(queryString({ a: [1, 2] }, format)).toBe(wire(plain));
		expect(queryString({ a: [{ b: 1 }] }, format)).toBe(wire(nested));
		expect(queryString({ a: [1, null, 2] }, format)).toBe(wire(withGap));
	});

	it('writes the dates of a list in the form of n8n', () => {
		const at = new Date(0);
		expect(queryString({ a: [at, at] }, 'comma')).toBe(
			'a=1970-01-01T00%3A00%3A00.000Z%2C1970-01-01T00%3A00%3A00.000Z',
		);
	});

	it('writes a list in a list in the form that both have', () => {
		expect(readable(queryString({ a: { b: [['1']] } }, 'indices'))).toBe('a[b][0][0]=1');
	});
});

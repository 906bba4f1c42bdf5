import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { mergeHeaders, readHeader, withoutHeaders } from '../../huawei-cloud/headers';
import { percentDecode, percentEncode } from '../../huawei-cloud/signing/percent-encoding';

describe('headers', () => {
	it('are read whatever their case and form', () => {
		expect(readHeader({ 'X-REQUEST-ID': ' a ' }, 'x-request-id')).toBe('a');
		expect(readHeader({ limit: 5, list: ['a', 'b'] }, 'List')).toBe('a, b');
		expect(readHeader({ limit: 5 }, 'LIMIT')).toBe('5');
		expect(readHeader({ a: '', A: undefined }, 'a')).toBeUndefined();
		expect(readHeader({ a: null }, 'a')).toBeUndefined();
		expect(readHeader(undefined, 'a')).toBeUndefined();
	});

	it('replace each other whatever their case', () => {
		expect(mergeHeaders({ authorization: 'old', Accept: '*' }, { Authorization: 'new' })).toEqual({
			Accept: '*',
			Authorization: 'new',
		});
		expect(withoutHeaders({ 'X-A': 1, b: 2 }, ['x-a'])).toEqual({ b: 2 });
	});
});

describe('percent-encoding', () => {
	it('leaves the unreserved characters of RFC 3986 alone, and no others', () => {
		expect(percentEncode("az09-_.~ !*'()+/%é猫😀")).toBe(
			'az09-_.~%20%21%2A%27%28%29%2B%2F%25%C3%A9%E7%8C%AB%F0%9F%98%80',
		);
	});

	it('is undone for any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
				percentDecode(percentEncode(bytes)).equals(bytes),
			),
		);
	});

	it('takes a % that starts no escape as itself', () => {
		expect(percentDecode('100%').toString()).toBe('100%');
		expect(percentDecode('%zz%4').toString()).toBe('%zz%4');
		expect(percentDecode('%e7%8C%ab').toString()).toBe('猫');
	});
});

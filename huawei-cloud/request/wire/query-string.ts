import { percentEncode } from '../../signing/percent-encoding';

/** How a list is written: `a[]=1&a[]=2`, `a[0]=1&a[1]=2`, `a=1&a=2`, `a=1,2`. */
export type ArrayFormat = 'brackets' | 'indices' | 'repeat' | 'comma';

type Pair = [name: string, value: string];

const listNames: Record<Exclude<ArrayFormat, 'comma'>, (name: string, index: number) => string> = {
	brackets: (name) => `${name}[]`,
	indices: (name, index) => `${name}[${index}]`,
	repeat: (name) => name,
};

const text = (value: unknown): string =>
	value instanceof Date ? value.toISOString() : String(value ?? '');

function pairs(name: string, value: unknown, arrays: ArrayFormat): Pair[] {
	if (value === undefined || value === null) return [];
	if (Array.isArray(value)) {
		if (arrays === 'comma') return [[name, value.map(text).join(',')]];
		return value.flatMap((element, index) =>
			pairs(listNames[arrays](name, index), element, arrays),
		);
	}
	if (typeof value === 'object' && !(value instanceof Date)) {
		return Object.entries(value).flatMap(([key, nested]) =>
			pairs(`${name}[${key}]`, nested, arrays),
		);
	}
	return [[name, text(value)]];
}

/**
 * A flat `name=value&…` text of nested values as n8n's HTTP client would send it, but with RFC 3986
 * encoding throughout (a space is `%20`), so that the text can be signed as it goes out. Missing and
 * null values are left out.
 */
export function queryString(values: object, arrays: ArrayFormat = 'brackets'): string {
	return Object.entries(values)
		.flatMap(([name, value]) => pairs(name, value, arrays))
		.map((pair) => pair.map((text) => percentEncode(text)).join('='))
		.join('&');
}

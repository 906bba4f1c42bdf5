import {
	joinedUrl,
	wantsProjectId,
	wireUrl,
	withProjectId,
	withUrl,
} from '../../../../huawei-cloud/request/wire/url';
import type { RequestOptions } from '../../../../huawei-cloud/request/wire/options';

const BASE = 'https://image.example.com';

describe('the project ID', () => {
	it.each([
		['written as in the API reference', `${BASE}/v2/{project_id}/image`, true],
		['percent-encoded, in either case', `${BASE}/v2/%7Bproject_id%7d/image`, true],
		['in capitals', `${BASE}/v2/{PROJECT_ID}/image`, true],
		['at the very start', '{project_id}/image', true],
		['only in the query', `${BASE}/v2/p/image?of={project_id}`, false],
		['only in the fragment', `${BASE}/v2/p/image#{project_id}`, false],
		['in no place', `${BASE}/v2/p/image`, false],
	])('is wanted by an address that has it %s: %s', (_, url, wanted) => {
		expect(wantsProjectId(url)).toBe(wanted);
		expect(wantsProjectId(url)).toBe(wanted);
	});

	it.each([
		['each time', '/v2/{project_id}/a/%7Bproject_id%7D', '/v2/p%2F1/a/p%2F1'],
		[
			'in the path only',
			'/{project_id}?a={project_id}#{project_id}',
			'/p%2F1?a={project_id}#{project_id}',
		],
		['nowhere where nothing is wanted', '/v1/a?b#c', '/v1/a?b#c'],
	])('is filled in %s', (_, url, filled) => {
		expect(withProjectId(BASE + url, 'p/1')).toBe(BASE + filled);
	});
});

describe('the address of a request', () => {
	it.each<[string, RequestOptions, string]>([
		['is its url', { url: `${BASE}/v1/a` }, '/v1/a'],
		['is its uri in the older form', { uri: `${BASE}/v1/a` }, '/v1/a'],
		[
			'is what begins with two slashes, without the base URL',
			{ baseURL: BASE, url: '//a.example/b' },
			'//a.example/b',
		],
		['joins a base URL and a path with one slash', { baseURL: `${BASE}/`, url: '/v1/a' }, '/v1/a'],
		['joins several slashes to one', { baseURL: `${BASE}/v1//`, url: 'a//b' }, '/v1/a//b'],
		['joins where there is no slash', { baseURL: BASE, url: 'a' }, '/a'],
		['takes a colon in a path for no scheme', { baseURL: BASE, url: 'a?b=c://d' }, '/a?b=c://d'],
		[
			'leaves the base URL out for any scheme',
			{ baseURL: BASE, url: 's3+a.b-1://x/y' },
			's3+a.b-1://x/y',
		],
		['is the base URL alone', { baseURL: `${BASE}/v1/`, url: '' }, '/v1'],
		[
			'leaves the base URL out where the url has a host',
			{ baseURL: 'https://example.org', url: `${BASE}/a` },
			'/a',
		],
		['has its query', { url: `${BASE}/a`, qs: { b: '1' } }, '/a?b=1'],
		['has a query beside its own', { url: `${BASE}/a?b=1`, qs: { c: '2' } }, '/a?b=1&c=2'],
		['has a query that is a text', { url: `${BASE}/a`, qs: 'b=1' }, '/a?b=1'],
		['has a text that begins with a question mark', { url: `${BASE}/a`, qs: '?b=1?' }, '/a?b=1?'],
		['has a question mark of its query', { url: `${BASE}/a`, qs: 'b=1?' }, '/a?b=1?'],
		['has no question mark without a query', { url: `${BASE}/a`, qs: {} }, '/a'],
		['is without a query that is null', { url: `${BASE}/a`, qs: null }, '/a'],
		['is without its fragment', { url: `${BASE}/a#b\nc#d`, qs: { e: '1' } }, '/a?e=1'],
	])('%s', (_, options, expected) => {
		expect(joinedUrl(options)).toBe(/^(\w\S*:)?\/\//.test(expected) ? expected : BASE + expected);
	});

	it('is empty where there is none', () => {
		expect(joinedUrl({})).toBe('');
	});

	it.each<[string, RequestOptions, string]>([
		['with brackets as they are', {}, 'a[]=1&a[]=2'],
		['with indices by n8n’s older flag', { useQuerystring: false }, 'a[0]=1&a[1]=2'],
		['again and again by the same flag', { useQuerystring: true }, 'a=1&a=2'],
		[
			'as the options for the query say, before the flag',
			{ useQuerystring: true, qsStringifyOptions: { arrayFormat: 'indices' } },
			'a[0]=1&a[1]=2',
		],
		[
			'as the array format says, before all',
			{ arrayFormat: 'comma', qsStringifyOptions: { arrayFormat: 'indices' } },
			'a=1%2C2',
		],
		[
			'as the flag says where the options for the query are silent',
			{ useQuerystring: true, qsStringifyOptions: {} },
			'a=1&a=2',
		],
	])('writes lists %s', (_, options, query) => {
		const url = joinedUrl({ url: '/', qs: { a: [1, 2] }, ...options });
		expect(url.replaceAll('%5B', '[').replaceAll('%5D', ']')).toBe(`/?${query}`);
	});

	it.each([
		[
			'encoded, with its host in small letters',
			'HTTPS://Image.Example.com/ä b',
			`${BASE}/%C3%A4%20b`,
		],
		['as it is where it is no whole address', 'v1/ä b', 'v1/ä b'],
	])('goes on the wire %s', (_, url, wire) => {
		expect(wireUrl(url)).toBe(wire);
	});
});

describe('the options with one complete address', () => {
	it('have it in place of base URL, url and query', () => {
		const options = { baseURL: BASE, url: '/a', qs: { b: 1 }, method: 'PUT' } as const;
		expect(withUrl(options, `${BASE}/a?b=1`)).toStrictEqual({
			method: 'PUT',
			url: `${BASE}/a?b=1`,
			qs: undefined,
		});
	});

	it('have it as uri in the older form, and as url too where both were there', () => {
		const uri = `${BASE}/b`;
		expect(withUrl({ uri: '/a' }, uri)).toStrictEqual({ uri, qs: undefined });
		expect(withUrl({ uri: '/a', url: '/a' }, uri)).toStrictEqual({ uri, url: uri, qs: undefined });
	});
});

import { describe, expect, it } from '@jest/globals';
import { parseImageUrl, portOf, socketHost } from '../../src/fetch/image-url';

const longest = 8192;
const ofLength = (length: number) => 'https://a.example/'.padEnd(length, 'x');

describe('the address of an image', () => {
	it.each([
		'http://a.example',
		'HTTPS://A.example/a.jpg?b=c#d',
		'https://a.example?b',
		'https://a.example#b',
		'https://192.0.2.1:8443/a.jpg',
		'https://192.0.2.1:/a.jpg',
		'https://[2001:db8::1]/a.jpg',
		'https://猫.example/猫.jpg',
		ofLength(longest),
	])('is taken: %p', (text) => expect(parseImageUrl(text).href).toBe(new URL(text).href));

	it.each([
		['longer than 8,192 characters', ofLength(longest + 1), 'It is longer than 8192 characters.'],
		['with a user', 'https://user@a.example/', 'It must not hold a user name or password.'],
		['with an empty user', 'https://@a.example/', 'It must not hold a user name or password.'],
		['with a short number', 'https://127.1/', 'A numeric host must be written as four decimal'],
		['with one number', 'https://2130706433/', 'A numeric host must be written as four decimal'],
		['with octal numbers', 'https://0177.0.0.1:80/', 'A numeric host must be written as four'],
		...[
			'',
			'a.example/a.jpg',
			'ftp://a.example/',
			'see https://a.example/',
			' https://a.example/',
			'https://a.example/ ',
			'https://a.example/a b',
			'https:/a.example/',
			'https:///a.example/',
			'https:\\\\a.example\\',
			'https://a.example\\b',
			'https://a.example/a\\b',
			'https://a.example:99999/',
			'https://[::1/',
		].map((text) => [
			`such as ${JSON.stringify(text)}`,
			text,
			'It must be a complete http:// or https:// address without blanks.',
		]),
	])('is not taken %s', (_what, text, sentence) => {
		expect(() => parseImageUrl(text)).toThrow(sentence);
	});
});

describe('what a socket needs of an address', () => {
	it.each([
		['http://a.example/', 'a.example', 80],
		['https://a.example/', 'a.example', 443],
		['http://a.example:8080/', 'a.example', 8080],
		['https://a.example:80/', 'a.example', 80],
		['https://[2001:db8::1]/', '2001:db8::1', 443],
	])('of %s', (text, host, port) => {
		const url = parseImageUrl(text);
		expect([socketHost(url), portOf(url)]).toEqual([host, port]);
	});
});

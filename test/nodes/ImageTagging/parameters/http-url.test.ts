import { httpUrl } from '../../../../nodes/ImageTagging/parameters/http-url';
import { ParameterError } from '../../../../nodes/ImageTagging/parameters/parameter';

const EXAMPLE = 'Give an address such as https://example.com/photo.jpg.';

/** How an address is refused. */
function refusal(value: string): [message: string, remedy: string] | undefined {
	try {
		httpUrl(value);
	} catch (error) {
		if (error instanceof ParameterError) return [error.message, error.remedy];
		throw error;
	}
	return undefined;
}

describe('the address of an image', () => {
	it.each([
		'https://example.com/photo.jpg',
		'HTTP://example.com',
		'https://example.com/a%20b?c=d&e#f',
		'https://例え.jp/猫.jpg',
		`https://example.com/${'a'.repeat(8_192 - 20)}`,
	])('is taken as it was given: %p', (value) => {
		expect(httpUrl(value)).toBe(value);
	});

	it.each([
		['nothing', '', 'The URL is empty.', `${EXAMPLE} Check the expression, if it is one.`],
		['too much', `https://example.com/${'a'.repeat(8_192 - 19)}`, 'The URL is too long.', EXAMPLE],
		...['example.com/a.jpg', '/a.jpg', '1http://a', 'a b', 'see https://a.b'].map((value) => [
			'no scheme',
			value,
			'The URL is not a valid address: it does not start with http:// or https://.',
			EXAMPLE,
		]),
		...['https://a.b/c d', 'https://a.b/c\nhttps://a.b/d', 'https://a.b/\u0007'].map((value) => [
			'white space or a control character',
			value,
			'The URL is not a valid address: it has a space or line break in it.',
			'Write a space as %20, and give one address only.',
		]),
		['no host', 'https://', 'The URL is not a valid address.', EXAMPLE],
		[
			'a port that does not exist',
			'https://a.b:99999/',
			'The URL is not a valid address.',
			EXAMPLE,
		],
		...['ftp', 'file', 's3+x.y-1', 'javascript'].map((scheme) => [
			'another scheme',
			`${scheme}://a.b/c`,
			`The URL starts with "${scheme}:", but only http and https addresses can be fetched.`,
			EXAMPLE,
		]),
		[
			'a data: URL',
			'data:image/png;base64,AAAA',
			'The URL starts with "data:", but only http and https addresses can be fetched.',
			'Set Image Source to Base64 Text for a data: URL.',
		],
		[
			'an OBS address',
			'obs://bucket/key',
			'The URL starts with "obs:", but only http and https addresses can be fetched.',
			'Set Image Source to OBS Object, and give Bucket and Object Key: obs://<bucket>/<object key>.',
		],
	] as Array<[string, string, string, string]>)(
		'is refused where it is %s: %p',
		(_, value, message, remedy) => {
			expect(refusal(value)).toEqual([message, remedy]);
		},
	);
});

import { ParameterError } from './parameter';

const REMEDY = 'Give an address such as https://example.com/photo.jpg.';

/** Addresses that another source of images is for. */
const OTHER_SOURCES: Readonly<Record<string, string>> = {
	'data:': 'Set Image Source to Base64 Text for a data: URL.',
	'obs:':
		'Set Image Source to OBS Object, and give Bucket and Object Key: obs://<bucket>/<object key>.',
};

/**
 * An http or https URL as it was given.
 * @throws ParameterError
 */
export function httpUrl(value: string): string {
	if (value === '') {
		throw new ParameterError('The URL is empty.', `${REMEDY} Check the expression, if it is one.`);
	}
	if (value.length > 8_192) throw new ParameterError('The URL is too long.', REMEDY);
	if (!/^[a-z][a-z\d+.-]*:/i.test(value)) {
		throw new ParameterError(
			'The URL is not a valid address: it does not start with http:// or https://.',
			REMEDY,
		);
	}
	if (/[\s\p{Cc}]/u.test(value)) {
		throw new ParameterError(
			'The URL is not a valid address: it has a space or line break in it.',
			'Write a space as %20, and give one address only.',
		);
	}
	if (!URL.canParse(value)) throw new ParameterError('The URL is not a valid address.', REMEDY);
	const { protocol, hostname } = new URL(value);
	if ((protocol !== 'http:' && protocol !== 'https:') || hostname === '') {
		throw new ParameterError(
			`The URL starts with "${protocol}", but only http and https addresses can be fetched.`,
			OTHER_SOURCES[protocol] ?? REMEDY,
		);
	}
	return value;
}

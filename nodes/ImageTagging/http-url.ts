import { ParameterError } from './parameters/parameter';

const REMEDY = 'Give an address such as https://example.com/photo.jpg.';

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
			protocol === 'data:' ? 'Set Image Source to Base64 Text for a data: URL.' : REMEDY,
		);
	}
	return value;
}

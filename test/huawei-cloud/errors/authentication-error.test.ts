import { ConfigurationError } from '../../../huawei-cloud/configuration-error';
import {
	asAuthenticationError,
	authenticationError,
	failureOf,
} from '../../../huawei-cloud/errors/authentication-error';
import { localFailure } from '../../../huawei-cloud/errors/failure';

const failure = localFailure('authentication', 'X', 'It is wrong.', 'Make it right.');

describe('a failure that was found on this side', () => {
	it('stops the batch where it is about all images, and is never tried again', () => {
		expect(failure).toEqual({
			code: 'X',
			reason: 'It is wrong.',
			remedy: 'Make it right.',
			retry: 'never',
			stopsBatch: true,
			renewsToken: false,
		});
		expect(localFailure('image', 'X', 'a', 'b').stopsBatch).toBe(false);
	});
});

describe('an authentication error', () => {
	it('has the sentence and the remedy where n8n shows them', () => {
		const error = authenticationError(failure);
		expect(error).toMatchObject({
			name: 'HuaweiCloudAuthenticationError',
			message: 'It is wrong.',
			description: 'Make it right.',
		});
		expect(failureOf(error)).toBe(failure);
	});

	it('is found again in what n8n makes of it, and in nothing else', () => {
		const { response } = authenticationError(failure) as unknown as { response: object };
		expect(failureOf({ context: response })).toBe(failure);
		for (const other of [undefined, null, new Error('x'), { response: {} }, { context: {} }]) {
			expect(failureOf(other)).toBeUndefined();
		}
	});

	it('is what a wrong field of the credential becomes', () => {
		const error = asAuthenticationError(new ConfigurationError('It is wrong.', 'Make it right.'));
		expect(failureOf(error)).toEqual({ ...failure, code: 'CONFIGURATION' });
	});

	it('is not what anything else becomes', () => {
		const bug = new TypeError('a bug');
		expect(asAuthenticationError(bug)).toBe(bug);
	});
});

import { ConfigurationError } from '../../huawei-cloud/configuration-error';
import { authenticationMethod, credentialOf, secretsOf } from '../../huawei-cloud/credential';

describe('the fields of a credential', () => {
	it.each<[string, object, object]>([
		[
			'are without white space around them',
			{ accessKeyId: ' AK\n', region: '\tx ' },
			{ accessKeyId: 'AK', region: 'x' },
		],
		[
			'are text whatever an expression gives',
			{ projectId: 42, token: true },
			{ projectId: '42', token: 'true' },
		],
		[
			'keep white space that may belong to them',
			{ password: ' pass word ', session: ' {} ' },
			{ password: ' pass word ', session: ' {} ' },
		],
		[
			'may be missing',
			{ token: undefined, password: null },
			{ token: undefined, password: undefined },
		],
		[
			'are a flag where they are one',
			{ allowUnauthorizedCerts: true },
			{ allowUnauthorizedCerts: true },
		],
	])('%s', (_, fields, credential) => {
		expect(credentialOf(fields)).toStrictEqual(credential);
	});
});

it('the secrets of a credential are those that no text may show', () => {
	expect(
		secretsOf({
			accessKeyId: 'AK',
			secretAccessKey: 'a',
			securityToken: 'b',
			password: 'c',
			token: 'd',
			userName: 'jo',
		}),
	).toEqual(['a', 'b', 'c', 'd']);
});

describe('the authentication', () => {
	it('is by access key, unless it is said', () => {
		expect(authenticationMethod({})).toBe('accessKey');
		expect(authenticationMethod({ authentication: 'iamUser' })).toBe('iamUser');
	});

	it('that does not exist is an error of the configuration', () => {
		const read = () => authenticationMethod({ authentication: 'x' as 'token' });
		expect(read).toThrow(ConfigurationError);
		expect(read).toThrow(expect.objectContaining({ name: 'ConfigurationError' }));
	});
});

import { obsLink } from '../../../huawei-cloud/client/obs-link';
import { ConfigurationError } from '../../../huawei-cloud/configuration-error';

const object = { bucket: 'photos', key: 'a b.jpg' };
const keys = { accessKeyId: 'AK', secretAccessKey: 'SK', obsEndpoint: 'https://obs.example.com' };

describe('a link to an OBS object', () => {
	it('holds for 15 minutes from the moment for which it is made', () => {
		const linkAt = obsLink(keys, object);
		const url = new URL(linkAt(new Date('2026-05-01T10:00:00Z')));
		expect(url.origin + url.pathname).toBe('https://photos.obs.example.com/a%20b.jpg');
		expect(Number(url.searchParams.get('Expires'))).toBe(
			Date.parse('2026-05-01T10:15:00Z') / 1_000,
		);
		expect(linkAt(new Date('2026-05-01T10:01:00Z'))).not.toBe(url.href);
	});

	it.each(['iamUser', 'token'] as const)(
		'needs an access key, and %s has none',
		(authentication) => {
			const error = () => obsLink({ ...keys, authentication }, object);
			expect(error).toThrow(ConfigurationError);
			expect(error).toThrow(
				expect.objectContaining({
					failureCode: 'OBS_NEEDS_ACCESS_KEY',
					message: expect.stringContaining('can only be signed with an access key'),
					remedy: expect.stringContaining('https://<bucket>.obs.example.com/<object key>'),
				}),
			);
		},
	);

	it('is refused at once where no link can be made', () => {
		expect(() => obsLink(keys, { ...object, bucket: 'no/bucket' })).toThrow(ConfigurationError);
		expect(() => obsLink({ ...keys, secretAccessKey: '' }, object)).toThrow('Secret Access Key');
	});
});

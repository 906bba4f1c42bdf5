import { acceptanceOf } from '../../../huawei-cloud/client/accepted-credentials';
import type { HuaweiCloudCredential } from '../../../huawei-cloud/credential';

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:00:00Z');

let keys = 0;
const accessKey = (more: HuaweiCloudCredential = {}): HuaweiCloudCredential => ({
	authentication: 'accessKey',
	accessKeyId: `KEY${keys}`,
	secretAccessKey: 'secret',
	endpoint: 'https://image.example.com',
	session: '',
	...more,
});

beforeEach(() => {
	keys++;
});

describe('what is known of a credential', () => {
	it('is nothing before the first accepted request', () => {
		expect(acceptanceOf(accessKey()).isProven(START)).toBe(false);
	});

	it('holds for a quarter of an hour, in other executions too', () => {
		acceptanceOf(accessKey()).remember(START);
		const later = acceptanceOf(accessKey({ session: '{"token":"a renewed one"}' }));
		expect(later.isProven(START + 14 * MINUTE)).toBe(true);
		expect(later.isProven(START + 15 * MINUTE)).toBe(false);
	});

	it('does not hold once the clock was set back', () => {
		const acceptance = acceptanceOf(accessKey());
		acceptance.remember(START);
		expect(acceptance.isProven(START - 1)).toBe(false);
	});

	it.each<HuaweiCloudCredential>([
		{ secretAccessKey: 'mistyped' },
		{ accessKeyId: 'OTHER' },
		{ endpoint: 'https://image.example.org' },
		{ securityToken: 'temporary' },
		{ projectId: 'another' },
	])('does not hold for other fields: %j', (change) => {
		acceptanceOf(accessKey()).remember(START);
		expect(acceptanceOf(accessKey(change)).isProven(START)).toBe(false);
	});

	it('ends when the service refuses the credential', () => {
		const acceptance = acceptanceOf(accessKey());
		acceptance.remember(START);
		acceptance.forget();
		expect(acceptance.isProven(START)).toBe(false);
	});
});

it('what is known of one credential stays when another is accepted', () => {
	const first = acceptanceOf(accessKey());
	const second = acceptanceOf(accessKey({ accessKeyId: 'SECOND' }));
	first.remember(START);
	second.remember(START);
	expect([first.isProven(START), second.isProven(START)]).toEqual([true, true]);
});

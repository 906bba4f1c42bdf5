import { describe, expect, it } from '@jest/globals';
import { decodeBase64InPlace } from '../../src/tagging/base64';

const decode = async (text: string) => (await decodeBase64InPlace(Buffer.from(text)))?.toString();

describe('base64', () => {
	it.each([
		['QQ==', 'A'],
		['QQ', 'A'],
		['QUI=', 'AB'],
		['QUI', 'AB'],
		['QUJD', 'ABC'],
		['QUJDRA==', 'ABCD'],
		['Pz8/', '???'],
		['Pz8_', '???'],
		['fn5+', '~~~'],
		['fn5-', '~~~'],
	])('%s is %s, padded or not, standard or URL-safe', async (text, bytes) => {
		expect(await decode(text)).toBe(bytes);
	});

	it.each(['', '=', '==', 'Q', 'QUJDR', 'QU=D', 'QUJ\n', 'QUJ!', '!!!!', 'QQ===', '====', 'Ł234'])(
		'%j is none',
		async (text) => {
			expect(await decode(text)).toBeUndefined();
		},
	);

	it('is decoded where it stands', async () => {
		const text = Buffer.from('QUJDREVG');
		const bytes = await decodeBase64InPlace(text);
		expect(bytes?.buffer).toBe(text.buffer);
		expect(bytes?.byteOffset).toBe(text.byteOffset);
		expect(bytes?.toString()).toBe('ABCDEF');
	});
});

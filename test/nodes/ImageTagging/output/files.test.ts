import type { ItemParameters } from '../../../../nodes/ImageTagging/parameters/read';
import { keptBytes } from '../../../../nodes/ImageTagging/output/files';

const original = Buffer.from('original');
const sent = Buffer.from('sent');

describe('the bytes that are kept of an image', () => {
	it.each([
		['none', 'none', undefined],
		['png', 'none', { original: sent, sent }],
		['jpeg', 'none', { original: sent, sent }],
		['none', 'embed', { original, sent: original }],
		['none', 'sidecar', { original, sent: original }],
		['png', 'embed', { original, sent }],
	] as const)(
		'are those that a file is made of: annotated picture %s, tags written %s',
		(annotatedPicture, writeTags, kept) => {
			const parameters = { annotatedPicture, writeTags } as ItemParameters;
			const bytes = keptBytes({ original, sent }, parameters);
			expect(bytes?.original).toBe(kept?.original);
			expect(bytes?.sent).toBe(kept?.sent);
		},
	);
});

import { imageFile } from '../../../../images/sniff';
import type { ItemParameters } from '../../../../nodes/ImageTagging/parameters/read';
import { keptCopies } from '../../../../nodes/ImageTagging/output/files';

const original = imageFile(Buffer.from('original'));
const sent = imageFile(Buffer.from('sent'));

describe('the copies that are kept of an image', () => {
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
			const copies = keptCopies({ original, sent }, parameters);
			expect(copies?.original).toBe(kept?.original);
			expect(copies?.sent).toBe(kept?.sent);
		},
	);
});

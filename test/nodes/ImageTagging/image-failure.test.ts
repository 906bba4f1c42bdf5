import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import {
	explained,
	notAttempted,
	readOrFailure,
	refusedByN8n,
} from '../../../nodes/ImageTagging/image-failure';

const failure = (status: number) => ({ ...classifyFailure({ status }), answered: true });

describe('the failure of an image that was not sent', () => {
	it('says that the service does nothing any more, in one sentence with the cause, and what to do', () => {
		expect(notAttempted(failure(429), 'standstill')).toMatchObject({
			code: 'HTTP.429',
			reason:
				'Not sent, since not one image got through any more, however often it was tried: Requests were sent faster than the service allows.',
			remedy: expect.stringContaining('Max Attempts'),
			answered: false,
		});
	});

	it('says that an earlier failure concerns all images', () => {
		expect(notAttempted(failure(401), 'failure')).toMatchObject({
			reason: expect.stringMatching(
				/^Not sent, since an earlier image failed for a reason that concerns all images: The service did not accept/,
			),
			answered: false,
		});
	});

	it.each([
		[
			'longWait',
			'Not sent, since the service asks for a longer pause than the 80 seconds that a run waits: The service is not available',
		],
		[
			'host',
			'Not downloaded, since other images of the same host could not be downloaded, however often it was tried: The service is not available',
		],
	] as const)('names its reason, %s, before the cause', (reason, sentence) => {
		const { reason: said } = notAttempted(failure(503), reason);
		expect(said.startsWith(sentence)).toBe(true);
	});

	it('tells nothing of the image that was the cause', () => {
		const known = { image: { source: 'url', url: 'https://a.b/c' }, warnings: [] };
		expect(notAttempted({ ...failure(401), known }, 'failure')).not.toHaveProperty('known');
	});
});

describe('whatever n8n throws', () => {
	it.each<[unknown, string]>([
		[new Error('out of order'), 'out of order'],
		['a text', 'a text'],
		[undefined, 'undefined'],
		[null, 'null'],
		[7, '7'],
		[{ message: 'not an error' }, '[object Object]'],
		[Object.create(null), 'an object'],
	])('becomes a sentence: %p', (thrown, text) => {
		expect(refusedByN8n('BINARY', 'It failed', 'Try again.', thrown)).toMatchObject({
			code: 'BINARY',
			reason: `It failed: ${text}`,
			remedy: 'Try again.',
			stopsBatch: false,
		});
		const read = readOrFailure(() => {
			throw thrown;
		});
		expect(read).toMatchObject({ ok: false, failure: { code: 'PARAMETER', answered: false } });
	});

	it('is a bug where it explains nothing', () => {
		for (const thrown of [new Error('bug'), 'text', undefined]) {
			expect(() => explained('IMAGE', thrown)).toThrow();
		}
	});
});

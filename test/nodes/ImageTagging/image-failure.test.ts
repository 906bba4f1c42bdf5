import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import { ConfigurationError } from '../../../huawei-cloud/configuration-error';
import { localFailure } from '../../../huawei-cloud/errors/failure';
import { ImageError } from '../../../images/errors';
import {
	explained,
	failed,
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

describe('a failed image', () => {
	const local = localFailure('image', 'X', 'Bad.', 'Good.');

	it('was answered where a status says so, and has what was known of it', () => {
		const known = { image: { source: 'url' }, warnings: [] };
		expect(failed(local)).toStrictEqual({ ok: false, failure: { ...local, answered: false } });
		expect(failed({ ...local, httpStatus: 400 }, known)).toStrictEqual({
			ok: false,
			failure: { ...local, httpStatus: 400, answered: true, known },
		});
	});

	it.each<[string, unknown, string, string]>([
		['its sentence and remedy', new ImageError('Broken.', 'Mend it.'), 'Broken.', 'Mend it.'],
		[
			'a sentence where it has no remedy',
			Object.assign(new Error('Broken.'), { remedy: 7 }),
			'It failed: Broken.',
			'Try again.',
		],
		[
			'a sentence where it is no error',
			{ message: 'Broken.', remedy: 'Mend it.' },
			'It failed: [object Object]',
			'Try again.',
		],
		[
			'no secret that is in it',
			new Error('password: "hush1234"'),
			'It failed: password: "***"',
			'Try again.',
		],
	])('for what n8n throws has %s', (_, thrown, reason, remedy) => {
		expect(refusedByN8n('BINARY', 'It failed', 'Try again.', thrown)).toMatchObject({
			...{ code: 'BINARY', reason, remedy },
		});
	});

	it('for an error that explains itself has its code, or that of the step', () => {
		expect(explained('IMAGE', new ImageError('Broken.', 'Mend it.'))).toMatchObject({
			...{ code: 'IMAGE', reason: 'Broken.', remedy: 'Mend it.', stopsBatch: false },
		});
		const coded = new ConfigurationError('Broken.', 'Mend it.', 'OWN');
		expect(explained('IMAGE', coded).code).toBe('OWN');
	});

	it('for a parameter says which expressions to check', () => {
		const read = readOrFailure(() => {
			throw new Error('no $json');
		});
		expect(read).toMatchObject({
			failure: {
				reason: 'A parameter has no value: no $json',
				remedy: 'Check the expressions in the parameters of this node for this item.',
			},
		});
		expect(readOrFailure(() => 7)).toEqual({ ok: true, value: 7 });
	});
});

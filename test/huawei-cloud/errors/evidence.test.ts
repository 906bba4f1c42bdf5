import { networkEvidence } from '../../../huawei-cloud/errors/evidence';

describe('what an error still tells of a request without an answer', () => {
	it.each<[string, unknown, object]>([
		[
			'code and text, as of n8n 1.x',
			{ code: 'A', message: 'a' },
			{ networkCode: 'A', message: 'a' },
		],
		[
			'code and text of its cause first, as of n8n 2.x',
			{ code: 'A', message: 'a', cause: { code: 'B', message: 'b' } },
			{ networkCode: 'B', message: 'b a' },
		],
		[
			'the code beside a cause without one',
			{ code: 'A', cause: {} },
			{ networkCode: 'A', message: '' },
		],
		[
			'all of its texts',
			{ message: 'a', description: 'b', messages: ['c', 'd'] },
			{ networkCode: undefined, message: 'a b c d' },
		],
		[
			'the texts that it has',
			{ message: '', description: null, messages: 'no list' },
			{ networkCode: undefined, message: '' },
		],
		['a text that was thrown', 'out of order', { message: 'out of order' }],
		['that nothing was thrown', undefined, { message: 'undefined' }],
		['that null was thrown', null, { message: 'null' }],
	])('%s', (_, thrown, evidence) => {
		expect(networkEvidence(thrown)).toStrictEqual(evidence);
	});

	it('is what errors tell too', () => {
		const cause = Object.assign(new Error('b'), { code: 'B' });
		expect(networkEvidence(new Error('a', { cause }))).toMatchObject({
			networkCode: 'B',
			message: 'b a',
		});
	});
});

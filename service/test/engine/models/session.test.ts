import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineError } from '../../../src/engine/errors';
import { openSession } from '../../../src/engine/models/session';

/** Jest's own, since only with that one its `mock` goes in front of the imports. */
declare const jest: typeof import('@jest/globals').jest;

jest.mock('../../../src/engine/models/onnxruntime', () => ({
	listSupportedBackends: () => [{ name: 'cpu' }, { name: 'cuda' }],
	InferenceSession: {
		async create(...args: unknown[]) {
			created.push(args);
			if (failure !== undefined) throw failure;
			return 'a session';
		},
	},
}));

let created: unknown[][];
let failure: unknown;
beforeEach(() => {
	created = [];
	failure = undefined;
});

const open = (inference: Parameters<typeof openSession>[1]) =>
	openSession('model.onnx', inference, (why) => `unusable: ${why}` as unknown as EngineError).catch(
		(error: unknown) => error,
	);

describe('a model', () => {
	it.each([
		[{}, 'cpu', 1],
		[{ provider: 'cuda', threads: 4 }, 'cuda', 4],
	] as const)(
		'is opened for what is to run it, and says no more than errors: %j',
		async (inference, provider, threads) => {
			expect(await open(inference)).toBe('a session');
			expect(created).toEqual([
				[
					'model.onnx',
					{
						executionProviders: [provider],
						graphOptimizationLevel: 'all',
						intraOpNumThreads: threads,
						interOpNumThreads: 1,
						logSeverityLevel: 3,
					},
				],
			]);
		},
	);

	it('is not opened for what is not there', async () => {
		const { platform, arch } = process;
		expect(await open({ provider: 'coreml' })).toMatchObject({
			kind: 'modelFailed',
			message: `The execution provider coreml can't be used: onnxruntime for ${platform} ${arch} has cpu, cuda.`,
		});
		expect(created).toEqual([]);
	});

	it.each([
		['is not a model', 'cpu', new Error('Not a model.\nAt line 5.'), 'unusable: Not a model.'],
		['fails without words', 'cpu', 'a reason', 'unusable: a reason'],
		['is not a model for another provider', 'cuda', new Error('Not one.'), 'unusable: Not one.'],
		[
			'speaks of a provider that is always there',
			'cpu',
			new Error('CPUExecutionProvider'),
			'unusable: CPUExecutionProvider',
		],
	] as const)('that %s is told of by its reason', async (_, provider, error, why) => {
		failure = error;
		expect(await open({ provider })).toBe(why);
	});

	it.each(['CUDAExecutionProvider is gone', 'Failed to load Shared Library libcudnn'])(
		'needs the libraries of its provider: %s',
		async (why) => {
			failure = new Error(`${why}\nand more`);
			expect(await open({ provider: 'cuda' })).toMatchObject({
				kind: 'modelFailed',
				message: `The execution provider cuda can't be used: its libraries are not installed, or find no device (${why}).`,
			});
		},
	);
});

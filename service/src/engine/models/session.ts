import { EngineError } from '../errors';
import type { Inference } from '../types';
import { InferenceSession, listSupportedBackends } from './onnxruntime';

const HOST = `${process.platform} ${process.arch}`;

function checkProvider(provider: Inference['provider']): void {
	const names = listSupportedBackends().map(({ name }) => name);
	if (!names.includes(provider))
		throw new EngineError(
			'modelFailed',
			`The execution provider ${provider} can't be used: onnxruntime for ${HOST} has ${names.join(', ')}.`,
		);
}

/**
 * Opens an ONNX file.
 * @param unusable makes the error of a file that can't be loaded from the reason
 * @throws {EngineError} `modelFailed`, also when the execution provider is not there
 */
export async function openSession(
	path: string,
	{ threads = 1, provider = 'cpu' }: Partial<Inference>,
	unusable: (why: string) => EngineError,
): Promise<InferenceSession> {
	checkProvider(provider);
	try {
		return await InferenceSession.create(path, {
			executionProviders: [provider],
			graphOptimizationLevel: 'all',
			intraOpNumThreads: threads,
			interOpNumThreads: 1,
			logSeverityLevel: 3,
		});
	} catch (error) {
		const why = error instanceof Error ? error.message.split('\n')[0]! : String(error);
		if (provider !== 'cpu' && /ExecutionProvider|shared library/i.test(why))
			throw new EngineError(
				'modelFailed',
				`The execution provider ${provider} can't be used: its libraries are not installed, or find no device (${why}).`,
			);
		throw unusable(why);
	}
}

import { EngineError } from '../errors';
import { loadModel, type LoadedModel } from '../models/load';
import { take } from './incoming';
import type { Failure, FromWorker, ToWorker } from './messages';
import { tagPicture, warmUp } from './tagger';

const send = (message: FromWorker) => void process.send?.(message);

function failureOf(error: unknown): Failure {
	if (error instanceof EngineError) return { kind: error.kind, message: error.message };
	const why = error instanceof Error ? error.message : String(error);
	return { kind: 'modelFailed', message: `The picture could not be tagged: ${why}` };
}

let models: LoadedModel[] = [];

async function load(folders: string[]): Promise<FromWorker> {
	try {
		models = await Promise.all(folders.map(loadModel));
		await warmUp(models);
		return { type: 'ready' };
	} catch (error) {
		return { type: 'unusable', failure: failureOf(error) };
	}
}

async function tag(bytes: number): Promise<FromWorker> {
	try {
		const image = await take(process.stdin, bytes);
		return { type: 'tagged', picture: await tagPicture(models, image) };
	} catch (error) {
		return { type: 'failed', failure: failureOf(error) };
	}
}

process.on('message', async (message: ToWorker) => {
	send('models' in message ? await load(message.models) : await tag(message.bytes));
});

// The server's end of the channel is gone: nobody waits for an answer any more.
process.on('disconnect', () => process.exit(0));

// Ctrl+C reaches the whole process group; the server ends its workers when their work is done.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

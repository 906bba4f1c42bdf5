import { EngineError } from '../errors';
import { loadModels, type LoadedModel } from '../models/load';
import { Incoming } from './incoming';
import { NEXT, type Failure, type FromWorker, type ToWorker } from './messages';
import { tagImage, warmUp } from './tagger';

const send = (message: FromWorker | typeof NEXT) => void process.send?.(message);
const STANDARD_INPUT = 0;

function failureOf(error: unknown): Failure {
	if (error instanceof EngineError) return { kind: error.kind, message: error.message };
	const why = error instanceof Error ? error.message : String(error);
	return { kind: 'modelFailed', message: `The image could not be tagged: ${why}` };
}

type Load = Extract<ToWorker, { models: unknown }>;

let models: LoadedModel[] = [];

async function load({ models: folders, inference }: Load): Promise<FromWorker> {
	try {
		models = await loadModels(folders, inference);
		await warmUp(models);
		return { type: 'ready', models: models.map(({ info }) => info) };
	} catch (error) {
		return { type: 'unusable', failure: failureOf(error) };
	}
}

const incoming = new Incoming(STANDARD_INPUT);

async function tag(bytes: Buffer): Promise<FromWorker> {
	const memory = () => process.memoryUsage.rss();
	try {
		const image = await tagImage(models, bytes, () => send(NEXT));
		return { type: 'tagged', image, memory: memory() };
	} catch (error) {
		return { type: 'failed', failure: failureOf(error), memory: memory() };
	}
}

let turn: Promise<unknown> = Promise.resolve();

/** An image comes in while the one before it is at work. */
process.on('message', (message: ToWorker) => {
	const coming = 'bytes' in message ? incoming.take(message.bytes) : undefined;
	turn = Promise.all([coming, turn])
		.then(async ([image]) => send('models' in message ? await load(message) : await tag(image!)))
		// Only a server that is gone lets an image break off.
		.catch(() => process.exit(1));
});

// The server's end of the channel is gone: nobody waits for an answer any more.
process.on('disconnect', () => process.exit(0));

// Ctrl+C reaches the whole process group; the server ends its workers when their work is done.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

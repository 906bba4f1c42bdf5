import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { WORKERS, type Answer, type Service } from './service';

export const PHOTOS = join('examples', 'photos');
/** Those that the service has by itself. */
export const MODELS = ['coco-ssd', 'efficientnet-b0'].map((name) =>
	join('service', 'models', name),
);

/** The bytes of the example photos. */
export const readPhotos = (): Buffer[] =>
	readdirSync(PHOTOS)
		.filter((name) => name.endsWith('.jpg'))
		.sort()
		.map((name) => readFileSync(join(PHOTOS, name)));

/** Clients that each wait for their answer before they ask again, until `goOn` says no. */
export async function askInLoops(
	service: Service,
	bodies: Buffer[],
	clients: number,
	goOn: (answered: number) => boolean,
): Promise<Answer[]> {
	const answers: Answer[] = [];
	const client = async (first: number) => {
		for (let i = first; goOn(answers.length); i++) {
			answers.push(await service.tag(bodies[i % bodies.length] as Buffer));
		}
	};
	await Promise.all(Array.from({ length: clients }, (_, i) => client(i)));
	return answers;
}

/** Four for each worker: the service never waits for its load. */
export const CLIENTS = 4 * WORKERS;

/** Photos tagged a second by clients that keep every worker busy. */
export async function ratePerSecond(
	service: Service,
	bodies: Buffer[],
	milliseconds: number,
): Promise<number> {
	const start = performance.now();
	const answers = await askInLoops(
		service,
		bodies,
		CLIENTS,
		() => performance.now() - start < milliseconds,
	);
	const failed = answers.find(({ status }) => status !== 200);
	if (failed) throw new Error(`The service answered with ${failed.status}.`);
	return answers.length / ((performance.now() - start) / 1000);
}

/** Requests that come at a rate, whether earlier ones are answered or not. */
export async function askAtRate(
	service: Service,
	bodies: Buffer[],
	perSecond: number,
	milliseconds: number,
): Promise<Answer[]> {
	const start = performance.now();
	const answers: Promise<Answer>[] = [];
	for (let elapsed = 0; elapsed < milliseconds; elapsed = performance.now() - start) {
		const due = Math.ceil((elapsed / 1000) * perSecond);
		while (answers.length < due) {
			answers.push(service.tag(bodies[answers.length % bodies.length] as Buffer));
		}
		await sleep(5);
	}
	return Promise.all(answers);
}

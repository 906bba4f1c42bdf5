import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { readPhotos } from '../../bench/load/clients';
import { keepKilling, keepProbing, keepReloading, keepWeighing, rotating } from './faults';
import {
	honestAccount,
	keepTagging,
	tagOnce,
	tokenOf,
	type HonestAccount,
	type Photo,
} from './honest';
import { HOSTILE, keepAttacking } from './hostile';
import { startSoaked } from './soaked-service';
import { Tally } from './tally';

const WORKERS = 2;
/** Of what the service can do by itself. */
const OFFERED = 2;
const HONEST = ['north', 'south', 'west'].map(honestAccount);
const MALLORY = honestAccount('mallory');
/** How far the memory of the last third may exceed that of the second. */
const MORE_MEMORY = 1.1;
/** Before, memory is still being filled for the first time. */
const TELLING_MINUTES = 10;

const configFor = (account: HonestAccount) => ({
	region: 'soak-1',
	accounts: [...HONEST, MALLORY, account],
	workers: WORKERS,
	limits: { queuedImages: 20, concurrentRequests: 1_000, connectionsPerAddress: 400 },
	http: { maxConnections: 1_200, requestTimeoutMs: 20_000 },
});

/** What no line of the log may hold. */
const SECRETS = /password-\d|(north|south|west|mallory)-password|X-Subject-Token: /i;

const quantile = (values: number[], share: number) =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

async function soak(minutes: number): Promise<boolean> {
	const tally = new Tally();
	let logLines = 0;
	const service = await startSoaked(configFor(rotating(0)), (line) => {
		logLines++;
		if (SECRETS.test(line)) tally.fault('log', `a secret: ${line}`);
	});
	const base = service.url;
	const clients = await Promise.all(
		HONEST.map(async (account, i) => {
			const from = `127.0.1.${i + 1}`;
			return { account, from, token: await tokenOf(base, account, from) };
		}),
	);

	const first = clients[0] as (typeof clients)[number];
	const photos: Photo[] = [];
	for (const photo of readPhotos()) {
		const body = JSON.stringify({ image: photo.toString('base64') });
		const { tags, fault } = await tagOnce(base, first.token, { body }, first.from);
		if (tags === undefined) throw new Error(`A photo gets no tags: ${fault}`);
		photos.push({ body, tags });
	}
	const capacity = await capacityOf(base, first.token, photos);
	console.log(
		`${photos.length} photos; it does ${capacity.toFixed(1)} a second and is offered ${OFFERED} times as many for ${minutes} minutes.`,
	);

	const ended = new AbortController();
	const stop = ended.signal;
	// One for each client that waits.
	setMaxListeners(0, stop);
	const fault = { service, tally, stop };
	const target = { base, token: await tokenOf(base, MALLORY, '127.0.2.1'), stop };
	const perSecond = (capacity * OFFERED) / clients.length;
	const tagging = clients.map((client) =>
		keepTagging({ base, ...client, photos, perSecond, stop, tally }),
	);
	const attacks = Object.keys(HOSTILE).map((name, i) =>
		keepAttacking(name, { ...target, from: `127.0.2.${i + 1}` }, tally),
	);
	const faults = [
		keepKilling(fault, 20_000),
		keepReloading(fault, 15_000, (account) => configFor(account)),
	];
	const probing = keepProbing(fault);
	const weighing = keepWeighing(fault);

	for (let minute = 0; minute < minutes; minute++) {
		await sleep(Math.min(1, minutes - minute) * 60_000);
		console.log(`After ${minute + 1} min, ${megabytes(service.bytes())}:`);
		tally.print();
	}
	ended.abort();
	const code = await service.stop();
	if (code !== 0) tally.fault('stop', `it ended with ${code}`);
	await Promise.all([...tagging, ...attacks, ...faults]);

	const weights = await weighing;
	const third = Math.floor(weights.length / 3);
	const [earlier, later] = [weights.slice(third, 2 * third), weights.slice(2 * third)].map((part) =>
		quantile(part, 0.5),
	) as [number, number];
	if (minutes >= TELLING_MINUTES && later > earlier * MORE_MEMORY) {
		tally.fault('memory', `it grows: ${megabytes(earlier)}, then ${megabytes(later)}`);
	}
	const answered = HONEST.map(({ name }) => tally.of(name, '200'));
	if (Math.min(...answered) < 0.5 * Math.max(...answered)) {
		tally.fault('fairness', `answers of the accounts: ${answered.join(', ')}`);
	}
	console.log('In the end:');
	tally.print();
	const good = answered.reduce((sum, n) => sum + n, 0);
	console.log(
		[
			`${good} photos tagged, ${(good / (minutes * 60) / capacity).toFixed(2)} of what it does undisturbed; the slowest probe took ${(await probing).toFixed(0)} ms.`,
			`Memory, medians of the second and the last third: ${megabytes(earlier)}, ${megabytes(later)}; at most ${megabytes(Math.max(...weights))}. ${logLines} lines of log.`,
			...tally.faults,
			tally.faults.length === 0 ? 'No faults.' : `${tally.faults.length} faults.`,
		].join('\n'),
	);
	return tally.faults.length === 0;
}

/** Photos a second, by clients that keep both workers busy and ask again when they are answered. */
async function capacityOf(
	base: string,
	token: string,
	photos: { body: string }[],
): Promise<number> {
	const start = performance.now();
	let done = 0;
	const client = async (from: number) => {
		for (let i = from; performance.now() - start < 8_000; i++) {
			const photo = photos[i % photos.length] as { body: string };
			const { outcome } = await tagOnce(base, token, photo, '127.0.1.1');
			if (outcome === '200') done++;
		}
	};
	await Promise.all(Array.from({ length: 4 * WORKERS }, (_, i) => client(i)));
	return done / ((performance.now() - start) / 1000);
}

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
	console.error('--minutes takes a number above 0.');
	process.exit(2);
}
soak(minutes).then(
	(isSound) => process.exit(isSound ? 0 : 1),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);

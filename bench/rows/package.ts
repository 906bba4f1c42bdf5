import { readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { inChild } from '../children';
import { atMost, median, type Row } from '../row';

const BUILT = [
	'dist/nodes/ImageTagging/ImageTagging.node.js',
	'dist/credentials/HuaweiCloudApi.credentials.js',
];
const ROUNDS = 11;
/** 604 before the rooms were drawn anew, and what came with writing tags into photos: it may get better, not fatter. */
const MOST_KB = 640;

/** Processor time in ms that n8n, whose own modules are loaded, takes to load the node and the credential. */
export function measureLoading(): number {
	const load = createRequire(join(process.cwd(), 'package.json'));
	load('n8n-workflow');
	const before = process.cpuUsage();
	for (const file of BUILT) load(`./${file}`);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

const bytesOfScripts = (folder: string): number =>
	readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.js'))
		.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

export async function packageRows(): Promise<Row[]> {
	const rounds: number[] = [];
	for (let round = 0; round < ROUNDS; round++) rounds.push(await inChild('loading', {}));
	return [
		atMost(
			'Loading node and credential, processor time',
			median(rounds),
			30,
			(ms) => `${ms.toFixed(0)} ms`,
		),
		atMost(
			'Scripts of the package',
			bytesOfScripts('dist') / 1000,
			MOST_KB,
			(kb) => `${kb.toFixed(0)} KB`,
		),
	];
}

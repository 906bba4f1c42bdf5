import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { batchFigures } from './batches';
import { signingFigures } from './signing';

const root = process.cwd();
const say = (text: string) => process.stdout.write(`${text}\n`);
const ratio = (value: number) => `${value.toFixed(2)} ×`;

async function bench(): Promise<void> {
	say('From an image to a signed request, CPU time (1 × is base64 and SHA-256 of the same bytes):');
	const signing = signingFigures();
	for (const { kilobytes, node, official } of signing) {
		const name = `${kilobytes} KiB`.padEnd(38);
		say(`  ${name} this node ${ratio(node)}, official signer with stringify ${ratio(official)}`);
	}
	say('100 images of 200 KB, answers after 200 ms, 10 in flight allowed (1 × is the ideal, 2 s):');
	const batches = await batchFigures(root);
	for (const { name, timesIdeal, lost, requests, refused, spoiled } of batches) {
		const sent = `${requests} requests, ${refused} throttled, ${spoiled} spoiled`;
		say(`  ${name.padEnd(38)} ${ratio(timesIdeal)}, ${lost} of 100 lost (${sent})`);
	}
	writeFileSync(
		join(root, 'bench-results.json'),
		`${JSON.stringify({ signing, batches }, null, '\t')}\n`,
	);
	say('Written to bench-results.json.');
}

bench().then(
	() => process.exit(0),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
		process.exit(1);
	},
);

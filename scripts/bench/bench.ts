import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { machine, performancePage, textTable, type Section } from './report';
import type { Row } from './row';
import { concurrency } from './rows/concurrency';
import { faults } from './rows/faults';
import { growth, measureGrowth } from './rows/growth';
import { measureMemory, memory } from './rows/memory';
import { quota } from './rows/quota';
import { measureSigning, signing } from './rows/signing';
import { upstream, type UpstreamOptions } from './upstream';

const SECTIONS: Record<string, { title: string; measure: () => Promise<Row[]> }> = {
	concurrency: {
		title: '100 images of 200 KB; answers after 200 ms, 10 in flight, 429 beyond',
		measure: concurrency,
	},
	quota: { title: 'A quota of 20 requests a second that the node is not told', measure: quota },
	faults: { title: '5 % of the answers are faults', measure: faults },
	signing: { title: 'Processor time from an image to a signed request', measure: signing },
	memory: { title: 'Images of 5 MB from the filesystem store, 5 at a time', measure: memory },
	growth: { title: 'Images of 20 KB, answered at once', measure: growth },
};

const outputFolder = join(process.cwd(), 'bench-output');
const say = (text: string) => process.stderr.write(`${text}\n`);

async function bench(args: string[]): Promise<void> {
	const wanted = args.filter((arg) => arg !== '--docs');
	const unknown = wanted.find((name) => !(name in SECTIONS));
	if (unknown) {
		throw new Error(
			`There is no benchmark "${unknown}": name some of ${Object.keys(SECTIONS).join(', ')}, or none for all.`,
		);
	}
	const sections: Section[] = [];
	for (const [name, { title, measure }] of Object.entries(SECTIONS)) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		say(`→ ${title} …`);
		sections.push({ name, title, rows: await measure() });
	}
	process.stdout.write(`\n${textTable(sections)}\n`);

	mkdirSync(outputFolder, { recursive: true });
	const json = JSON.stringify({ machine: machine(), sections }, null, '\t');
	writeFileSync(join(outputFolder, 'bench.json'), `${json}\n`);
	say('\nThe same as JSON: bench-output/bench.json');
	if (!args.includes('--docs')) return;
	if (wanted.length > 0) throw new Error('--docs needs all benchmarks: name none.');
	writeFileSync(join(process.cwd(), 'docs/performance.md'), performancePage(sections));
	say('As a page: docs/performance.md');
}

/** What this program does when it is started again as a child process. */
const ROLES: Record<string, (argument: never) => unknown> = {
	upstream: (options: UpstreamOptions) => upstream(options),
	memory: async (options: { images: number }) => process.send?.(await measureMemory(options)),
	growth: async () => process.send?.(await measureGrowth()),
	signing: async (what: Parameters<typeof measureSigning>[0]) =>
		process.send?.(await measureSigning(what)),
};

const [first = '', argument = ''] = process.argv.slice(2);
const role = process.send ? ROLES[first] : undefined;
if (role) process.on('disconnect', () => process.exit(0));
const work = async () =>
	role ? await role(JSON.parse(argument) as never) : await bench(process.argv.slice(2));

work().then(
	() => {
		if (!role) process.exit(0);
	},
	(error: Error) => {
		process.stderr.write(`\n✖ ${error.message}\n`);
		process.exit(1);
	},
);

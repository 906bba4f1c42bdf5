import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { machine, measuredNow, performancePage, printTables, type Section } from './report';
import type { Row } from './row';
import { concurrency } from './rows/concurrency';
import { faults } from './rows/faults';
import { growth, measureGrowth } from './rows/growth';
import { measureMemory, memory } from './rows/memory';
import { measureLoading, packageRows } from './rows/package';
import { quota } from './rows/quota';
import { realN8n } from './rows/real-n8n';
import { measureSigning, signing } from './rows/signing';
import { upstream, type UpstreamOptions } from './upstream';

interface Benchmark {
	title: string;
	how: string;
	measure: () => Promise<Row[]>;
}

const SECTIONS: Record<string, Benchmark> = {
	concurrency: {
		title: '100 images of 200 KB; answers after 200 ms, 10 in flight, 429 beyond',
		how: 'Ideal is 10 rounds of 200 ms. While nothing is known of a key, the first image goes alone, so that a wrong key costs one failed request and is not locked; that is an eleventh round, which makes its own ideal 2.2 s. A key whose requests were accepted within the last 15 minutes, or that IAM has just taken when it was asked for the project, need not prove itself. Times are from the start of the workflow to its end.',
		measure: concurrency,
	},
	quota: {
		title: 'A quota of 20 requests a second that the node is not told',
		how: 'A token bucket, 10 requests in flight, 200 ms an answer.',
		measure: quota,
	},
	faults: {
		title: '5 % of the answers are faults',
		how: '500, 502, 503, a reset connection and a body that breaks off, in turn; 500 images.',
		measure: faults,
	},
	signing: {
		title: 'Processor time from an image to a signed request',
		how: 'User and system time, each way in a process of its own. The base is the least that any client has to do: base64 of the image and SHA-256 of that, nothing kept. The official SDK is `@huaweicloud/huaweicloud-sdk-core`: its signer hashes `JSON.stringify` of the body, which is made again to be sent. How much slower that is depends on the processor: on another one 20 × and 24 ×.',
		measure: signing,
	},
	memory: {
		title: 'Images of 5 MB from the filesystem store, 5 at a time',
		how: 'Highest resident memory of the whole engine over what it has at rest.',
		measure: memory,
	},
	growth: {
		title: 'Images of 20 KB, answered at once',
		how: 'Time per item, so 1.00 × is no growth at all.',
		measure: growth,
	},
	package: {
		title: 'The package as n8n loads it',
		how: 'In a process that has n8n-workflow loaded already, as n8n has. The picture codecs and the writer of metadata are scripts of their own, loaded when first needed.',
		measure: packageRows,
	},
	n8n: {
		title: 'The same in real n8n, against its own HTTP Request node',
		how: 'n8n itself, started with the packed node; the images are files in its binary store. By hand means Extract from File (to base64) and HTTP Request, set to continue on errors, without authentication and without retries. Times are those of the whole workflow, from the call of its webhook to the answer, reading the files included: so beside the ideal stands the same workflow with No Operation in the place of the node. 10 every 1,000 ms is the quota as batch size with the default interval. Lost are images that got no tag.',
		measure: realN8n,
	},
};

const outputFolder = join(process.cwd(), 'bench-output');
const OWN_FILE = 'bench.json';
const say = (text: string) => process.stderr.write(`${text}\n`);

/** What other benchmarks of the repository, such as the service's, left in the same folder. */
const otherSections = (): Section[] =>
	readdirSync(outputFolder)
		.filter((file) => file.endsWith('.json') && file !== OWN_FILE)
		.sort()
		.flatMap((file) => {
			const { sections } = JSON.parse(readFileSync(join(outputFolder, file), 'utf8')) as {
				sections?: Section[];
			};
			return sections ?? [];
		});

/** Written after every benchmark, so that one that fails takes no other's figures along. */
function save(sections: Section[]): void {
	mkdirSync(outputFolder, { recursive: true });
	const json = JSON.stringify({ machine: machine(), sections }, null, '\t');
	writeFileSync(join(outputFolder, OWN_FILE), `${json}\n`);
}

async function bench(args: string[]): Promise<void> {
	const wanted = args.filter((arg) => arg !== '--docs');
	const unknown = wanted.find((name) => !(name in SECTIONS));
	if (unknown) {
		throw new Error(
			`There is no benchmark "${unknown}": name some of ${Object.keys(SECTIONS).join(', ')}, or none for all.`,
		);
	}
	const sections: Section[] = [];
	for (const [name, { title, how, measure }] of Object.entries(SECTIONS)) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		say(`→ ${title} …`);
		sections.push({ name, title, how, measured: measuredNow(), rows: await measure() });
		save(sections);
	}
	printTables(sections);
	say('\nThe same as JSON: bench-output/bench.json');
	if (!args.includes('--docs')) return;
	if (wanted.length > 0) throw new Error('--docs needs all benchmarks: name none.');
	const page = join(process.cwd(), 'docs/performance.md');
	const text = performancePage([...sections, ...otherSections()]);
	writeFileSync(page, await format(text, { ...(await resolveConfig(page)), filepath: page }));
	say('As a page: docs/performance.md');
}

/** What this program does when it is started again as a child process. */
const ROLES: Record<string, (argument: never) => unknown> = {
	upstream: (options: UpstreamOptions) => upstream(options),
	memory: async (options: { images: number }) => process.send?.(await measureMemory(options)),
	growth: async () => process.send?.(await measureGrowth()),
	loading: () => process.send?.(measureLoading()),
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

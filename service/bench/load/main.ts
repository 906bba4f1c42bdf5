import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { machine, measuredNow, printTables, type Section } from '../../../bench/report';
import type { Row } from '../../../bench/row';
import type { Amount } from './amount';
import { CLIENTS } from './clients';
import { growth } from './growth';
import { loss } from './loss';
import { overload } from './overload';
import { photoCost } from './photo-cost';
import { WORKERS } from './service';
import { throughput } from './throughput';

interface Benchmark {
	title: string;
	how?: string;
	measure: (amount: Amount) => Promise<Row[]>;
}

const SECTIONS: Record<string, Benchmark> = {
	photos: {
		title: 'One photo in a worker, over all its pixels decoded for the detector alone',
		how: 'Processor time from the bytes to the tags, each way in a process of its own, in turns. The other way is that of the version before, which had one model and decoded every photo whole. The large photos are made of an example photo with grain, of 1.4 MB with little of it and of 3.1 MB with much. What is left of a large photo is reading its bytes, of which none can be passed over, and both models’ runs, which are told for themselves: where they alone take more than the target, as on a processor that decodes fast beside what it calculates, no decoder could reach it. On a machine that decodes slower, an earlier measurement gave 1.24 and 0.30 × for the small photo and the one of 3.1 MB, and 0.16, 0.29, 0.31 and 0.37 × for four real ones of 12 megapixels, of 2.7 to 6.3 MB, in Debian’s `forensics-samples-files`.',
		measure: photoCost,
	},
	throughput: {
		title: `The service with ${WORKERS} workers; photos of 800 pixels as base64, ${CLIENTS} clients in a loop`,
		measure: throughput,
	},
	overload: {
		title: 'The service offered 3 times what it can do, 20 pictures in its queue',
		measure: overload,
	},
	loss: { title: 'The service with a worker killed (SIGKILL) under load', measure: loss },
	growth: { title: 'Memory of the service and its workers', measure: growth },
};

const FILE = join('bench-output', 'service.json');

function keptSections(): Section[] {
	if (!existsSync(FILE)) return [];
	return (JSON.parse(readFileSync(FILE, 'utf8')) as { sections: Section[] }).sections;
}

/** Puts a section's figures in the place of its last ones: neither a part of a run nor a broken one takes others away. */
function keep(section: Section): void {
	const kept = new Map([...keptSections(), section].map((each) => [each.name, each]));
	const sections = Object.keys(SECTIONS).flatMap((name) => kept.get(name) ?? []);
	mkdirSync(dirname(FILE), { recursive: true });
	writeFileSync(FILE, `${JSON.stringify({ machine: machine(), sections }, null, '\t')}\n`);
}

async function bench(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			seconds: { type: 'string', default: '4' },
			requests: { type: 'string', default: '10000' },
			minutes: { type: 'string', default: '30' },
		},
	});
	const unknown = positionals.find((name) => !(name in SECTIONS));
	if (unknown) {
		throw new Error(
			`There is no benchmark "${unknown}": name some of ${Object.keys(SECTIONS).join(', ')}, or none for all.`,
		);
	}
	const amount = {
		milliseconds: Number(values.seconds) * 1000,
		requests: Number(values.requests),
		minutes: Number(values.minutes),
	};
	for (const [name, { title, how, measure }] of Object.entries(SECTIONS)) {
		if (positionals.length > 0 && !positionals.includes(name)) continue;
		process.stderr.write(`→ ${title} …\n`);
		const section = { name, title, how, measured: measuredNow(), rows: await measure(amount) };
		printTables([section]);
		keep(section);
	}
	process.stderr.write(`The same as JSON: ${FILE}\n`);
}

bench().catch((error: Error) => {
	process.stderr.write(`\n✖ ${error.message}\n`);
	process.exit(1);
});

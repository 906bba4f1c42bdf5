import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import { startEngine, type Engine, type WorkflowJson } from '../../test/support/engine/engine';
import { builtPackage } from '../../test/support/engine/package';
import { photoServer } from '../../test/support/photo-server';
import { serviceCredentials, startService } from '../../test/support/service';
import { tagTable, type TagItem } from './table';

const root = process.cwd();
const photoFolder = join(root, 'examples/photos');
const workflowFolder = join(root, 'examples/workflows');
const outputFolder = join(root, 'demo-output');

const say = (text: string) => process.stdout.write(`${text}\n`);

function photos(): string[] {
	const names = readdirSync(photoFolder, { withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(jpe?g|png|bmp)$/i.test(entry.name))
		.map(({ name }) => name)
		.sort();
	if (names.length === 0) throw new Error('The folder examples/photos has no pictures.');
	return names;
}

function workflows(): Array<{ file: string; text: string }> {
	return readdirSync(workflowFolder)
		.filter((name) => name.startsWith('demo-') && name.endsWith('.json'))
		.sort()
		.map((file) => ({ file, text: readFileSync(join(workflowFolder, file), 'utf8') }));
}

/** The workflows name the photos' addresses on the web; here the same files are served from this machine. */
const PUBLISHED = /https:\/\/raw\.githubusercontent\.com\/[^"]*\/examples\/photos(?=\/)/g;

/** The workflows name their credential, as n8n finds it on import; the engine finds it by its id. */
const UNCHOSEN = /"id": null,(\s*"name": ("[^"]+"))/g;

/** Writes the annotated pictures of the items that have one; returns their number. */
async function savePictures(
	engine: Engine,
	items: INodeExecutionData[],
	folder: string,
): Promise<number> {
	const drawn = items.filter(({ binary }) => binary?.annotated);
	if (drawn.length > 0) mkdirSync(folder, { recursive: true });
	for (const item of drawn) {
		const name = item.binary?.annotated?.fileName ?? 'annotated.jpg';
		writeFileSync(join(folder, name), await engine.binary(item, 'annotated'));
	}
	return drawn.length;
}

async function demo(): Promise<void> {
	const names = photos();
	const stops: Array<() => unknown> = [];
	try {
		say('Starting the Image Tagging service …');
		const service = await startService(root);
		stops.push(() => service.stop());
		say(`The service listens on ${service.url}`);
		const server = await photoServer(photoFolder);
		stops.push(() => server.close());
		const { accessKey, iamUser } = serviceCredentials(service.url);
		const engine = await startEngine({
			...builtPackage(root),
			credentials: new Map([
				['Huawei Cloud (access key)', { type: 'huaweiCloudApi', data: accessKey }],
				['Huawei Cloud (IAM user)', { type: 'huaweiCloudApi', data: iamUser }],
			]),
		});
		stops.push(() => engine.stop());

		rmSync(outputFolder, { recursive: true, force: true });
		mkdirSync(outputFolder, { recursive: true });
		const results: object[] = [];
		let pictures = 0;
		for (const { file, text } of workflows()) {
			const workflow = JSON.parse(
				text.replace(PUBLISHED, server.url).replace(UNCHOSEN, '"id": $2,$1'),
			) as WorkflowJson;
			const started = Date.now();
			const result = await engine.run(workflow);
			if (result.error) throw new Error(`${workflow.name}: ${result.error.message}`);
			const items = result.json('Image Tagging') as unknown as TagItem[];
			const seconds = ((Date.now() - started) / 1000).toFixed(1);
			say(`\n${workflow.name} — ${items.length} tags in ${seconds} s\n`);
			say(tagTable(items, names));
			results.push({ workflow: workflow.name, file, items });
			const folder = join(outputFolder, file.replace(/^demo-|\.json$/g, ''));
			pictures += await savePictures(engine, result.items('Image Tagging'), folder);
		}
		const resultFile = join(outputFolder, 'results.json');
		writeFileSync(resultFile, JSON.stringify(results, null, '\t'));
		say(`\nAll tags with their boxes: ${relative(root, resultFile)}`);
		say(`${pictures} pictures with the boxes drawn on them: ${relative(root, outputFolder)}/`);
	} finally {
		for (const stop of stops.reverse()) await stop();
	}
}

demo().then(
	() => process.exit(0),
	(error: Error) => {
		process.stderr.write(`\n✖ ${error.message}\n`);
		process.exit(1);
	},
);

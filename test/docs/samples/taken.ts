import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { demoConfig } from '../../../service/src/config/demo';
import type { configSchema } from '../../../service/src/config/schema';
import { modelSchema, type ClassificationModel } from '../../../service/src/engine/models/schema';
import { serviceCredentials } from '../../support/service';
import { readPage } from '../support/pages';
import type { Rig } from './rig';

/** Uses a page's sample as the page says. @throws {Error} it does not do what the page promises */
export type Taker = (sample: unknown, rig: Rig) => Promise<void>;

type Configuration = (typeof configSchema)['_input'];

/** The service starts with the file, and the node tags with each of its ways to sign in, filled in as docs/leaving-the-cloud.md says. */
export const configuration: Taker = async (sample, rig) => {
	const { url } = await rig.serve(sample as object);
	const { accounts } = sample as Configuration;
	const [account] = accounts;
	const shared = {
		region: 'custom',
		projectName: account?.projects[0]?.name ?? '',
		endpoint: url,
		iamEndpoint: url,
		session: '',
	};
	const credentials = [
		...(account?.accessKeys ?? []).map(({ ak, sk }) => ({
			authentication: 'accessKey',
			accessKeyId: ak,
			secretAccessKey: sk,
		})),
		...(account?.users ?? []).map(({ name, password = '' }) => ({
			authentication: 'iamUser',
			accountName: account?.name ?? '',
			userName: name,
			password,
		})),
	];
	expect(credentials).toHaveLength(2);
	for (const credential of credentials) {
		const [items] = await rig.run({ ...shared, ...credential }, { output: 'images' });
		expect(items?.[0]?.tag_names).toContain('cup');
	}
};

interface Graph {
	add(type: string, name: string, input: string[]): string;
	integers(name: string, data: number[]): string;
	encode(model: Record<'inputs' | 'outputs', object[]> & { name: string }): Uint8Array;
}

/** An ONNX file with the input and output that a description names: the score of its one label is the mean of the input. */
function onnxFor({ input, output }: ClassificationModel): Uint8Array {
	const { OnnxGraph } = createRequire(__filename)(
		'../../../service/scripts/convert/onnx-graph.js',
	) as { OnnxGraph: new () => Graph };
	const graph = new OnnxGraph();
	graph.add('ReduceMean', 'mean', [input.name]);
	graph.add('Reshape', output.name, ['mean', graph.integers('one label', [1, 1])]);
	return graph.encode({
		name: 'sample',
		inputs: [{ name: input.name, shape: [1, 3, input.height, input.width] }],
		outputs: [{ name: output.name, shape: [1, 1] }],
	});
}

/** Uses a folder with the model that a sample describes. */
async function withModel(sample: unknown, use: (folder: string) => Promise<void>): Promise<void> {
	const description = modelSchema.parse(sample);
	if (description.task !== 'classification') throw new Error('No ONNX file for such a model here');
	const folder = mkdtempSync(join(tmpdir(), 'sample-model-'));
	try {
		writeFileSync(join(folder, 'model.json'), JSON.stringify(sample));
		writeFileSync(join(folder, description.file), onnxFor(description));
		await use(folder);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

const labelsOf = (sample: unknown) =>
	(modelSchema.parse(sample).labels ?? []).flatMap((tag) => (tag ? [tag, ...tag.broader] : []));

/** The service starts with a model so described, and the model's labels become tags. */
export const model: Taker = (sample, rig) =>
	withModel(sample, async (folder) => {
		const { url } = await rig.serve({ ...demoConfig, model: [folder] });
		for (const language of ['en', 'zh'] as const) {
			const [items] = await rig.run(serviceCredentials(url).accessKey, {
				output: 'images',
				language,
			});
			expect(items?.[0]?.tag_names).toEqual(labelsOf(sample).map(({ label }) => label[language]));
		}
	});

/** The service tags with its built-in models and, in the place of the folder so configured, the one that the page describes. */
export const models: Taker = (sample, rig) => {
	const { blocks } = readPage('service/docs/models.md');
	const described = blocks.find(({ text }) => text.includes('"task"'))?.text ?? '';
	const page: unknown = JSON.parse(described);
	return withModel(page, async (folder) => {
		const configured = (sample as { model: string[] }).model;
		expect(configured).toHaveLength(2);
		const model = configured.map((name) => (name === 'built-in' ? name : folder));
		const { url } = await rig.serve({ ...demoConfig, model });
		const [items] = await rig.run(serviceCredentials(url).accessKey, { output: 'images' });
		// What is broader than a word that the vocabulary has, the vocabulary says.
		const [own] = labelsOf(page);
		expect(items?.[0]?.tag_names).toEqual(expect.arrayContaining(['cup', own?.label.en]));
	});
};

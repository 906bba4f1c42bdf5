/**
 * Tags a folder of images in real n8n in several ways and reports what each took. A program of its
 * own, started by the benchmarks: it needs n8n's rig, which is made of ES modules.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';

import { startN8n } from '../scripts/n8n/start.mjs';
import { DEFAULT_VERSION } from '../scripts/n8n/versions.mjs';

const TYPES = 'n8n-nodes-base';

const call = (path) => ({
	name: 'Call',
	type: `${TYPES}.webhook`,
	typeVersion: 2,
	webhookId: path,
	parameters: { path, responseMode: 'lastNode', options: {} },
});

const read = (folder) => ({
	name: 'Read',
	type: `${TYPES}.readWriteFile`,
	typeVersion: 1,
	parameters: { fileSelector: path.join(folder, '*.bmp'), options: {} },
});

/** The package's node, given nothing but its ceiling. */
const ownNode = ({ credential, inFlight }) => [
	{
		name: 'Tag',
		type: 'n8n-nodes-huaweicloud-image-recognition.imageTagging',
		typeVersion: 1,
		parameters: { options: { maxConcurrency: inFlight } },
		credentials: { huaweiCloudApi: { id: credential.id, name: credential.name } },
		onError: 'continueRegularOutput',
	},
];

/** What a user builds without the package; the service of the benchmark asks for no signature. */
const byHand =
	(batching) =>
	({ url }) => [
		{
			name: 'Base64',
			type: `${TYPES}.extractFromFile`,
			typeVersion: 1,
			parameters: { operation: 'binaryToPropery', options: {} },
		},
		{
			name: 'Tag',
			type: `${TYPES}.httpRequest`,
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url: `${url}/v2/project/image/tagging`,
				sendBody: true,
				specifyBody: 'json',
				jsonBody: "={{ JSON.stringify({ image: $json.data, language: 'en' }) }}",
				options: batching ? { batching: { batch: batching } } : {},
			},
			onError: 'continueRegularOutput',
		},
	];

/** What n8n takes for the rest of the workflow. */
const noOperation = () => [{ name: 'Tag', type: `${TYPES}.noOp`, typeVersion: 1, parameters: {} }];

const WAYS = {
	ownNode,
	noOperation,
	allAtOnce: byHand(),
	batchesOfASecond: byHand({ batchSize: 10, batchInterval: 1_000 }),
};

/** One tag comes for each image, be it in an item of this node or in the service's own answer. */
const count = {
	name: 'Count',
	type: `${TYPES}.set`,
	typeVersion: 3.4,
	executeOnce: true,
	parameters: {
		mode: 'raw',
		jsonOutput:
			'={{ { tagged: $input.all().filter(({ json }) => json.tag || json.result).length } }}',
		options: {},
	},
};

/** Nothing of an execution is saved: by hand that would be another 27 MB of base64 in the database. */
function workflow(name, nodes) {
	return {
		name,
		nodes: nodes.map((node, at) => ({ id: `${name}-${at}`, position: [at * 220, 0], ...node })),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map(({ name: node }, at) => [
					nodes[at].name,
					{ main: [[{ node, type: 'main', index: 0 }]] },
				]),
		),
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
		},
	};
}

/** One run: milliseconds from the call to its answer, and how many images got no tag. */
async function run(url, images) {
	const started = performance.now();
	const response = await fetch(url);
	const text = await response.text();
	const wallMs = performance.now() - started;
	if (!response.ok) throw new Error(`n8n answered ${response.status}: ${text.slice(0, 500)}`);
	return { wallMs, lost: images - JSON.parse(text).tagged };
}

async function measure({ url, folder, images, inFlight, rounds, credential: fields }) {
	const n8n = await startN8n({
		version: DEFAULT_VERSION,
		env: { N8N_RESTRICT_FILE_ACCESS_TO: folder },
	});
	try {
		const credential = await n8n.api.createCredential('Bench', 'huaweiCloudApi', fields);
		const ways = [];
		for (const [name, nodesOf] of Object.entries(WAYS)) {
			const nodes = [call(name), read(folder), ...nodesOf({ url, credential, inFlight }), count];
			const { id } = await n8n.api.importWorkflow(workflow(name, nodes));
			await n8n.api.activate(id);
			ways.push({ name, url: `${n8n.url}/webhook/${name}`, runs: [] });
		}
		for (const way of ways) await run(way.url, images);
		for (let round = 0; round < rounds; round++) {
			for (const way of ways) way.runs.push(await run(way.url, images));
		}
		return {
			version: n8n.version,
			ways: Object.fromEntries(ways.map(({ name, runs }) => [name, runs])),
		};
	} catch (error) {
		process.stderr.write(`The last that n8n said:\n${n8n.output}\n`);
		throw error;
	} finally {
		await n8n.stop();
	}
}

const options = JSON.parse(process.argv[2]);
if (!existsSync(options.folder)) throw new Error(`There is no folder ${options.folder}`);
process.on('disconnect', () => process.exit(1));
process.send(await measure(options), () => process.exit(0));

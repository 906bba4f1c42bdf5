/**
 * Tags a folder of images in real n8n in several ways and reports what each took. A program of its
 * own, started by the benchmarks: it needs n8n's rig, which is made of ES modules.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { startN8n } from '../n8n/start.mjs';
import { DEFAULT_VERSION } from '../n8n/versions.mjs';

const POLL_MS = 500;

const TYPES = 'n8n-nodes-base';

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

const WAYS = {
	ownNode,
	allAtOnce: byHand(),
	batchesOfASecond: byHand({ batchSize: 10, batchInterval: 1_000 }),
	batchesByLatency: byHand({ batchSize: 10, batchInterval: 250 }),
};

function workflow(name, nodes) {
	const trigger = { name: 'Start', type: `${TYPES}.manualTrigger`, typeVersion: 1, parameters: {} };
	const all = [trigger, ...nodes];
	return {
		name,
		nodes: all.map((node, at) => ({ id: `node-${at}`, position: [at * 220, 0], ...node })),
		connections: Object.fromEntries(
			nodes.map((node, at) => [
				all[at].name,
				{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
			]),
		),
		settings: { executionOrder: 'v1' },
	};
}

const tagOf = ({ json }) => json.tag ?? json.result?.tags?.[0]?.tag;

const ENDED = new Set(['success', 'error', 'canceled', 'crashed']);

/**
 * Waits for an execution by the list, which has no data in it: asking for megabytes of items again
 * and again would be part of what is measured.
 */
async function ended(api, workflowId) {
	const filter = encodeURIComponent(JSON.stringify({ workflowId }));
	for (;;) {
		await sleep(POLL_MS);
		// A busy n8n closes connections that it took for idle.
		const list = await api.request('GET', `/executions?filter=${filter}`).catch(() => undefined);
		const [last] = list?.results ?? [];
		if (last && ENDED.has(last.status)) return;
	}
}

/** One run: milliseconds of the nodes that do the job, and how many images got no tag. */
async function run(api, { id, jobs }, images) {
	const execution = await api.run(id, 'Start');
	await ended(api, id);
	const result = await api.finished(execution);
	if (result.status !== 'success') throw new Error(`The workflow failed: ${result.failure}`);
	const wallMs = jobs.reduce((sum, name) => sum + result.runData[name].at(-1).executionTime, 0);
	const tags = new Set(result.items('Tag').map(tagOf).filter(Boolean));
	return { wallMs, lost: images - tags.size };
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
			const nodes = nodesOf({ url, credential, inFlight });
			const { id } = await n8n.api.importWorkflow(workflow(name, [read(folder), ...nodes]));
			const way = { name, id, jobs: nodes.map((node) => node.name), runs: [] };
			ways.push(way);
			await run(n8n.api, way, images);
		}
		for (let round = 0; round < rounds; round++) {
			for (const way of ways) way.runs.push(await run(n8n.api, way, images));
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

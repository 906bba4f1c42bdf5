import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/prepare.mjs';

export const CREDENTIAL_TYPE = 'huaweiCloudApi';

const folder = path.join(root, 'examples/workflows');

/**
 * As n8n exports it, as far as it matters here.
 *
 * @typedef {{name: string, type: string, parameters: Record<string, unknown>,
 *   credentials?: Record<string, {id: string, name: string}>}} WorkflowNode
 * @typedef {{name: string, nodes: WorkflowNode[]}} Workflow
 *
 * Address below which the photos are served, folder for what workflows write.
 * @typedef {{web: string, files: string}} Places
 */

/**
 * One example workflow, as it is committed.
 *
 * @param {string} name
 * @returns {Promise<Workflow>}
 */
export const readExample = async (name) =>
	JSON.parse(await readFile(path.join(folder, `${name}.json`), 'utf8'));

/** Names of the example workflows' files, without extension. */
export const listExamples = async () =>
	(await readdir(folder)).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5));

/** Where the committed photos are on disk. */
export const photoFolder = path.join(root, 'examples/photos');

/**
 * The folders and addresses that the examples name, which are not those of this machine.
 *
 * @type {[written: RegExp, here: (places: Places) => string][]}
 */
const PLACES = [
	[/https:\/\/raw\.githubusercontent\.com\/[^"]*?\/examples\/photos(?=\/)/g, ({ web }) => web],
	[/(?<=")examples\/photos(?=\/)/g, () => photoFolder],
	[/\/home\/node\/\.n8n-files\/pictures(?=\/)/g, () => photoFolder],
	[/\/home\/node\/\.n8n-files(?=\/)/g, ({ files }) => files],
];

/**
 * The workflow with this machine's places in it: the committed photos to read, a folder to write to.
 *
 * @param {Workflow} workflow
 * @param {Places} places
 * @returns {Workflow}
 */
export const onThisMachine = (workflow, places) =>
	JSON.parse(
		PLACES.reduce(
			(text, [written, here]) => text.replace(written, () => here(places)),
			JSON.stringify(workflow),
		),
	);

/**
 * The workflow as a user leaves it after choosing credentials in its nodes.
 *
 * @param {Workflow} workflow
 * @param {Record<string, {id: string, name: string}>} credentials by credential type
 * @returns {Workflow}
 */
export function withCredentials(workflow, credentials) {
	/** @param {WorkflowNode} node */
	const choose = (node) => {
		const chosen = Object.entries(credentials)
			.filter(([type]) => node.credentials?.[type])
			.map(([type, { id, name }]) => [type, { id, name }]);
		return { ...node, credentials: { ...node.credentials, ...Object.fromEntries(chosen) } };
	};
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => (node.credentials ? choose(node) : node)),
	};
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../lib/prepare.mjs';

export const CREDENTIAL_TYPE = 'huaweiCloudApi';

const folder = path.join(root, 'examples/workflows');

/** One example workflow, as it is committed. */
export const readExample = async (name) =>
	JSON.parse(await readFile(path.join(folder, `${name}.json`), 'utf8'));

/** Names of the example workflows' files, without extension. */
export const listExamples = async () =>
	(await readdir(folder)).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -5));

/**
 * The workflow as a user leaves it after choosing credentials in its nodes.
 *
 * @param {object} workflow
 * @param {Record<string, {id: string, name: string}>} credentials by credential type
 */
export function withCredentials(workflow, credentials) {
	const choose = (node) => {
		const types = Object.keys(node.credentials ?? {}).filter((type) => credentials[type]);
		const chosen = types.map((type) => {
			const { id, name } = credentials[type];
			return [type, { id, name }];
		});
		return { ...node, credentials: { ...node.credentials, ...Object.fromEntries(chosen) } };
	};
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => (node.credentials ? choose(node) : node)),
	};
}

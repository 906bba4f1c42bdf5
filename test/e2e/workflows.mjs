/** Workflows that the tests make themselves, in the form that n8n saves. */

/** The node under test. */
export const TAGGING = {
	type: 'n8n-nodes-huaweicloud-image-recognition.imageTagging',
	typeVersion: 1,
};
export const START = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1 };

/** A node that reads the files that `fileSelector` names. */
export const readFiles = (fileSelector) => ({
	name: 'Read picture',
	type: 'n8n-nodes-base.readWriteFile',
	typeVersion: 1,
	parameters: { fileSelector, options: {} },
});

/** A node that does nothing, to see what arrives at it. */
export const end = (name) => ({ name, type: 'n8n-nodes-base.noOp', typeVersion: 1 });

const place = (node, column, row) => ({
	id: crypto.randomUUID(),
	parameters: {},
	position: [column * 220, row * 200],
	...node,
});

const to = (nodes) => nodes.map(({ name }) => ({ node: name, type: 'main', index: 0 }));

/**
 * A workflow of nodes one after the other.
 *
 * @param {string} name
 * @param {object[]} nodes
 * @param {object[]} [branches] nodes at the outputs of the last one, in the outputs' order
 */
export function chain(name, nodes, branches = []) {
	const follow = nodes.slice(0, -1).map((node, index) => [node.name, [to([nodes[index + 1]])]]);
	const fork = [nodes.at(-1).name, branches.map((branch) => to([branch]))];
	return {
		name,
		nodes: [
			...nodes.map((node, column) => place(node, column, 0)),
			...branches.map((node, row) => place(node, nodes.length, row)),
		],
		connections: Object.fromEntries([...follow, fork].map(([from, main]) => [from, { main }])),
		settings: { executionOrder: 'v1' },
	};
}

import { basename } from 'node:path';
import { readFile } from 'node:fs/promises';

import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { glob } from 'tinyglobby';

const describe = (name: string, displayName: string, inputs: string[]): INodeTypeDescription => ({
	name,
	displayName,
	group: ['transform'],
	version: [1, 1.1, 3.4],
	description: displayName,
	defaults: { name: displayName },
	inputs: inputs as INodeTypeDescription['inputs'],
	outputs: ['main'],
	properties: [],
});

/** n8n's "When clicking 'Execute workflow'" trigger: one empty item, or the workflow's pinned data. */
class ManualTrigger implements INodeType {
	description = { ...describe('manualTrigger', 'Manual Trigger', []), group: ['trigger' as const] };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** Passes its items on, so that a test can look at what reached a branch. */
class NoOp implements INodeType {
	description = describe('noOp', 'No Operation, do nothing', ['main']);

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** The "read" operation of n8n's "Read/Write Files from Disk" node, with its parameters. */
class ReadWriteFile implements INodeType {
	description: INodeTypeDescription = {
		...describe('readWriteFile', 'Read/Write Files from Disk', ['main']),
		properties: [
			{ displayName: 'File(s) Selector', name: 'fileSelector', type: 'string', default: '' },
			{ displayName: 'Options', name: 'options', type: 'collection', default: {}, options: [] },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items: INodeExecutionData[] = [];
		for (const item of this.getInputData().keys()) {
			const selector = this.getNodeParameter('fileSelector', item) as string;
			const paths = await glob(selector, { absolute: true, expandDirectories: false });
			for (const path of paths.sort()) {
				const binary = await this.helpers.prepareBinaryData(await readFile(path), basename(path));
				items.push({
					json: { fileName: basename(path), mimeType: binary.mimeType },
					binary: { data: binary },
					pairedItem: { item },
				});
			}
		}
		return [items];
	}
}

/** Shows which input item n8n itself pairs each incoming item with, by asking for `$('name').item`. */
class AskPairing implements INodeType {
	description: INodeTypeDescription = {
		...describe('askPairing', 'Ask Pairing', ['main']),
		properties: [{ displayName: 'Expression', name: 'expression', type: 'string', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [
			this.getInputData().map((item, index) => ({
				json: { ...item.json, paired: this.getNodeParameter('expression', index) as string },
				pairedItem: { item: index },
			})),
		];
	}
}

/** The few nodes around ours that a workflow needs when n8n's own nodes are not installed. */
export const standInNodes: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': new ManualTrigger(),
	'n8n-nodes-base.noOp': new NoOp(),
	'n8n-nodes-base.readWriteFile': new ReadWriteFile(),
	'test.askPairing': new AskPairing(),
};

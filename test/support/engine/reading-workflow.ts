import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { serviceCredentials, startService } from '../service';
import { tagging, type WorkflowOptions } from '../tagging-workflow';
import { startEngine, type WorkflowJson } from './engine';
import { builtPackage } from './package';

/** An engine that keeps binaries in files, as n8n 2 does, the service, and the example photos at `root`. */
export async function fileRig(root: string) {
	const photos = join(root, 'examples/photos');
	const service = await startService(root, { workers: 1 });
	const data = serviceCredentials(service.url).accessKey;
	const engine = await startEngine({
		...builtPackage(root),
		credentials: new Map([['accessKey', { type: 'huaweiCloudApi', data }]]),
		binaryMode: 'filesystem',
	});
	return {
		engine,
		photo: (name: string) => readFileSync(join(photos, name)),
		/** Photos read by n8n's own file node, so that they are where n8n's mode puts them, and tagged. */
		reading(
			parameters: Parameters<typeof tagging>[0],
			names: string,
			options: WorkflowOptions = {},
		): WorkflowJson {
			const workflow = tagging({ options: { threshold: 40 }, ...parameters }, options);
			const start = {
				type: 'n8n-nodes-base.readWriteFile',
				parameters: { fileSelector: join(photos, names), options: {} },
			};
			// In the combined mode, what an expression calls an item is its JSON.
			const expression = "={{ $('Start').item.json ?? $('Start').item }}";
			const changes: Record<string, object> = {
				Start: start,
				Tagged: { parameters: { expression } },
			};
			const nodes = workflow.nodes.map((node) => ({ ...node, ...changes[node.name] }));
			return { ...workflow, nodes };
		},
		async stop() {
			engine.stop();
			await service.stop();
		},
	};
}

export type FileRig = Awaited<ReturnType<typeof fileRig>>;

/** Tags with the file that n8n pairs each with, from the items of the node `Tagged`. */
export const tagAndFile = (items: IDataObject[]) =>
	items.map(({ tag, paired }) => [tag, (paired as IDataObject).fileName]);

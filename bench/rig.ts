import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { startEngine, type Engine } from '../test/support/engine/engine';
import type { CredentialStore } from '../test/support/engine/credential-store';
import { builtPackage } from '../test/support/engine/package';
import { tagging } from '../test/support/tagging-workflow';
import { numbered } from './image';

export const credentialFor = (url: string, accessKeyId = 'BENCHACCESSKEY') => ({
	authentication: 'accessKey',
	accessKeyId,
	secretAccessKey: 'bench-secret-access-key',
	region: 'custom',
	projectId: '0d3c5a7e9b1f4e2c8a6d0f1e2b3c4d5e',
	endpoint: url,
	iamEndpoint: url,
});

export interface TaggingRun {
	/** Milliseconds from the workflow's start to its end. */
	wallMs: number;
	/** Images without their tag among the items. */
	lost: number;
	/** Whether the tags that came are in the order of the images. */
	inOrder: boolean;
}

export interface Rig {
	engine: Engine;
	/** @param accessKeyId another one, where the node should not know it yet */
	tag(
		url: string,
		items: INodeExecutionData[],
		options: INodeParameters,
		accessKeyId?: string,
	): Promise<TaggingRun>;
}

/** The real engine with the built node, in a workflow that does nothing but tag. */
export async function startRig(binaryMode: 'default' | 'filesystem' = 'default'): Promise<Rig> {
	const credentials: CredentialStore = new Map();
	const engine = await startEngine({ ...builtPackage(process.cwd()), credentials, binaryMode });
	return {
		engine,
		async tag(url, items, options, accessKeyId) {
			const data = credentialFor(url, accessKeyId);
			credentials.set('accessKey', { type: 'huaweiCloudApi', data });
			const { nodes, connections } = tagging({ options }, { onError: 'continueRegularOutput' });
			const started = performance.now();
			const result = await engine.run(
				{ nodes: nodes.slice(0, 2), connections: { Start: connections.Start ?? {} } },
				{ items, mode: 'trigger' },
			);
			const wallMs = performance.now() - started;
			if (result.error) throw result.error;
			const indices = result
				.json('Image Tagging')
				.map(({ tag }) => (typeof tag === 'string' ? Number(tag.replace('image ', '')) : NaN))
				.filter((index) => !Number.isNaN(index));
			return {
				wallMs,
				lost: items.length - new Set(indices).size,
				inOrder: indices.every((index, at) => at === 0 || index > (indices[at - 1] as number)),
			};
		},
	};
}

/** Items that hold their images themselves, each with its number in it. */
export const itemsOf = (image: Buffer, count: number): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({
		json: {},
		binary: {
			data: {
				data: numbered(image, index).toString('base64'),
				mimeType: 'image/bmp',
				fileName: `${index}.bmp`,
			},
		},
	}));

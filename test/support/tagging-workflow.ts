import type { INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowJson } from './engine/engine';

export const NODE_TYPE = 'n8n-nodes-huaweicloud-image-recognition.imageTagging';

interface TaggingNode extends INodeParameters {
	credential?: string;
}

export interface WorkflowOptions {
	onError?: INode['onError'];
	settings?: WorkflowJson['settings'];
}

/**
 * Start → Image Tagging → Tagged (and Failed on the error output). `Tagged` asks the engine itself
 * which input each item is paired with: the input's JSON is in its field `paired`.
 */
export function tagging(
	{ credential = 'accessKey', ...parameters }: TaggingNode,
	{ onError, settings }: WorkflowOptions = {},
): WorkflowJson {
	const node = (name: string, type: string, more: object): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	return {
		name: 'Tagging',
		settings,
		nodes: [
			node('Start', 'n8n-nodes-base.noOp', {}),
			node('Image Tagging', NODE_TYPE, {
				parameters: {
					apiVersion: 'v2',
					imageSource: 'binary',
					binaryPropertyName: 'data',
					output: 'tags',
					language: 'en',
					options: {},
					...parameters,
				},
				credentials: { huaweiCloudApi: { id: credential, name: credential } },
				...(onError ? { onError } : {}),
			}),
			node('Tagged', 'test.askPairing', {
				parameters: { expression: "={{ $('Start').item.json }}" },
			}),
			node('Failed', 'n8n-nodes-base.noOp', {}),
		],
		connections: {
			Start: { main: [to('Image Tagging')] },
			'Image Tagging': { main: [to('Tagged'), to('Failed')] },
		},
	};
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { startEngine, type Engine } from '../support/engine/engine';
import { builtPackage } from '../support/engine/package';
import { photoServer, type PhotoServer } from '../support/photo-server';
import { serviceCredentials, startService, type RunningService } from '../support/service';
import { NODE_TYPE } from '../support/tagging-workflow';

const root = join(__dirname, '../..');

interface Tool {
	name: string;
	description: string;
	schema: { shape: Record<string, { description?: string }> };
	invoke(args: IDataObject): Promise<string>;
}

/** Calls its one tool as an AI agent does, with arguments that a model would have made up. */
class Agent implements INodeType {
	description = {
		name: 'agent',
		displayName: 'Agent',
		group: ['transform'],
		version: 1,
		description: 'Agent',
		defaults: { name: 'Agent' },
		inputs: ['main', 'ai_tool'],
		outputs: ['main'],
		properties: [],
	} as INodeTypeDescription;

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const tools = (await this.getInputConnectionData('ai_tool', 0)) as Tool | Tool[];
		const tool = [tools].flat()[0] as Tool;
		const args = this.getInputData()[0]?.json ?? {};
		const { name, description, schema } = tool;
		const parameters = Object.entries(schema.shape).map(([key, { description: text }]) => [
			key,
			text,
		]);
		// n8n's agent gives the model an error's text for the tool's answer.
		const answer = await tool.invoke(args).catch(({ message }: Error) => message);
		return [[{ json: { name, description, parameters, answer } }]];
	}
}

/** The node as n8n's server turns it into a tool: another name, no inputs, a tool for its output. */
const asTool = (node: INodeType): INodeType =>
	Object.create(node, {
		description: {
			value: {
				...node.description,
				name: `${node.description.name}Tool`,
				inputs: [],
				outputs: ['ai_tool'],
				properties: [
					{ displayName: 'Description', name: 'toolDescription', type: 'string', default: '' },
					...node.description.properties,
				],
			},
		},
	}) as INodeType;

let service: RunningService;
let photos: PhotoServer;
let engine: Engine;

beforeAll(async () => {
	service = await startService(root, { workers: 1 });
	photos = await photoServer(join(root, 'examples/photos'));
	const data = { ...serviceCredentials(service.url).accessKey, obsEndpoint: photos.url };
	const { nodes, credentialTypes } = builtPackage(root);
	engine = await startEngine({
		nodes: {
			...nodes,
			[`${NODE_TYPE}Tool`]: asTool(nodes[NODE_TYPE] as INodeType),
			'test.agent': new Agent(),
		},
		credentialTypes,
		credentials: new Map([['accessKey', { type: 'huaweiCloudApi', data }]]),
	});
});

afterAll(async () => {
	engine?.stop();
	await photos?.close();
	await service?.stop();
});

const node = (name: string, type: string, more: object): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});

async function call(parameters: IDataObject, args: IDataObject) {
	const result = await engine.run(
		{
			nodes: [
				node('Agent', 'test.agent', {}),
				node('Look at a picture', `${NODE_TYPE}Tool`, {
					parameters: {
						toolDescription: 'Tells what is on a picture.',
						apiVersion: 'v2',
						output: 'tags',
						language: 'en',
						options: { threshold: 40 },
						...parameters,
					},
					credentials: { huaweiCloudApi: { id: 'accessKey', name: 'accessKey' } },
				}),
			],
			connections: {
				'Look at a picture': { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
			},
		},
		{ items: [{ json: args }], startNode: 'Agent' },
	);
	const [answer] = result.json('Agent');
	return answer as { name: string; description: string; parameters: unknown; answer: string };
}

const fromModel = (key: string, text: string) => `={{ $fromAI('${key}', '${text}', 'string') }}`;

describe('the node as the tool of an AI agent', () => {
	it.each([
		['url', { url: fromModel('value', 'Address of the picture') }],
		['obs', { bucket: 'photos', objectKey: fromModel('value', 'Key of the picture') }],
		['base64', { base64: fromModel('value', 'The picture as base64') }],
	])('tags what the model names: %s', async (imageSource, parameters) => {
		const value = {
			url: `${photos.url}/coffee.jpg`,
			obs: 'coffee.jpg',
			base64: readFileSync(join(root, 'examples/photos/coffee.jpg')).toString('base64'),
		}[imageSource];
		const { name, description, answer, ...tool } = await call(
			{ imageSource, ...parameters },
			{ value },
		);
		expect(name).toBe('Look_at_a_picture');
		expect(description).toContain('Tells what is on a picture.');
		expect(tool.parameters).toEqual([['value', expect.stringMatching(/picture/)]]);
		const tags = (JSON.parse(answer) as Array<{ tag: string }>).map(({ tag }) => tag);
		expect(tags).toContain('cup');
		expect(answer).not.toContain('Signature');
	});

	it('gives an empty list when there is no tag, and does not fail over its hint', async () => {
		const { answer } = await call(
			{ imageSource: 'url', url: fromModel('value', 'Address'), options: { threshold: 100 } },
			{ value: `${photos.url}/coffee.jpg` },
		);
		expect(JSON.parse(answer)).toEqual([]);
	});

	it('tells the model what was wrong with its argument', async () => {
		const { answer } = await call(
			{ imageSource: 'url', url: fromModel('value', 'Address') },
			{ value: 'the picture of yesterday' },
		);
		expect(answer).toMatch(/The URL is not a valid address/);
		expect(answer).toMatch(/https:\/\/example\.com\/photo\.jpg/);
	});

	it('explains that an agent has no files when its source is binary', async () => {
		const { answer } = await call({ imageSource: 'binary', binaryPropertyName: 'data' }, {});
		expect(answer).toMatch(/An AI agent called this node, so there is no file in its input/);
		expect(answer).toMatch(/Set Image Source to URL/);
	});
});

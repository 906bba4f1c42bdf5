import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type * as Injection from '@n8n/di';
import type {
	ICredentialType,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IRun,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { credentialsHelper, type CredentialStore } from './credential-store';
import { standInNodes } from './stand-in-nodes';

export type WorkflowJson = Pick<IWorkflowBase, 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'name' | 'settings' | 'pinData'>>;

export interface EngineOptions {
	credentials: CredentialStore;
	/** Our node and credential by their n8n names; the built package as a rule. */
	nodes: Record<string, INodeType>;
	credentialTypes: Record<string, ICredentialType>;
	/** Where n8n keeps binaries: in the items, or in files as n8n 2 does. */
	binaryMode?: 'default' | 'filesystem';
}

export interface RunOptions {
	/** Items for the first node; without them a trigger starts with one empty item. */
	items?: INodeExecutionData[];
	mode?: WorkflowExecuteMode;
	startNode?: string;
	/** Aborting it is what the editor's stop button does. */
	stop?: AbortSignal;
	workflowId?: string;
}

export interface RunResult {
	run: IRun;
	/** Items per output of a node's last run. */
	outputs(nodeName: string): INodeExecutionData[][];
	/** Items of a node's first output. */
	items(nodeName: string): INodeExecutionData[];
	json(nodeName: string): IDataObject[];
	hints(nodeName: string): NodeExecutionHint[];
	error?: Error & IDataObject;
	/** What the node said to the editor's console. */
	uiMessages: unknown[];
}

export interface Engine {
	run(workflow: WorkflowJson, options?: RunOptions): Promise<RunResult>;
	/** The bytes behind a binary field of an item, wherever they are kept. */
	binary(item: INodeExecutionData, field: string): Promise<Buffer>;
	stop(): void;
}

const urls = Object.fromEntries(
	[
		'restApiUrl',
		'instanceBaseUrl',
		'formBaseUrl',
		'formWaitingBaseUrl',
		'formTestBaseUrl',
		'webhookBaseUrl',
		'webhookWaitingBaseUrl',
		'webhookTestBaseUrl',
		'mcpBaseUrl',
		'mcpTestBaseUrl',
	].map((name) => [name, 'http://127.0.0.1/']),
);

const startNodeOf = (workflow: WorkflowJson): string => {
	const targets = new Set(
		Object.values(workflow.connections).flatMap(({ main = [] }) =>
			main.flatMap((links) => links?.map(({ node }) => node) ?? []),
		),
	);
	const first = workflow.nodes.find(({ name }) => !targets.has(name));
	if (!first) throw new Error('The workflow has no node to start with');
	return first.name;
};

/** One for all engines of a process, since n8n-core keeps to the first and makes it anew for the next. */
let userFolder: string | undefined;

/**
 * n8n's own execution engine (n8n-core) in this process, without n8n's server: real expressions,
 * pairing, error routing, binary store, credentials and HTTP helpers. Which line of n8n runs is
 * decided by what `n8n-core` resolves to.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
	userFolder ??= mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	const folder = userFolder;
	process.env.N8N_USER_FOLDER = folder;
	process.env.N8N_ENCRYPTION_KEY ??= 'engine-in-process';
	process.env.N8N_LOG_LEVEL ??= 'silent';
	process.env.N8N_BLOCK_ENV_ACCESS_IN_NODE ??= 'true';
	if (options.binaryMode === 'filesystem') {
		process.env.N8N_DEFAULT_BINARY_DATA_MODE = 'filesystem';
		process.env.N8N_AVAILABLE_BINARY_DATA_MODES = 'filesystem';
	}
	await import('reflect-metadata');
	const core = await import('n8n-core');
	// n8n-core's own copy: another version may lie beside it, with a container of its own.
	const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as typeof Injection;
	const { Workflow, createRunExecutionData } = await import('n8n-workflow');
	const binaryData = Container.get(core.BinaryDataService);
	await (binaryData as unknown as { init(config?: object): Promise<void> }).init();

	const nodes: Record<string, INodeType> = { ...standInNodes, ...options.nodes };
	const nodeTypes = {
		getByName: (name: string) => nodes[name] as INodeType,
		getByNameAndVersion: (name: string) => {
			const type = nodes[name];
			if (!type) throw new Error(`No node "${name}" in this engine`);
			return type;
		},
		getKnownTypes: () => ({}),
	};
	const helper = credentialsHelper(
		options.credentials,
		new Map(Object.entries(options.credentialTypes)),
	);

	return {
		async run(json, { items, mode = 'manual', startNode, stop, workflowId = 'workflow' } = {}) {
			const workflow = new Workflow({
				id: workflowId,
				name: json.name ?? 'Workflow',
				nodes: structuredClone(json.nodes),
				connections: json.connections,
				nodeTypes,
				settings: json.settings ?? {},
				active: false,
			});
			const node = workflow.getNode(startNode ?? startNodeOf(json)) as INode;
			const executionData = createRunExecutionData({
				resultData: { pinData: json.pinData },
				executionData: {
					nodeExecutionStack: [{ node, data: { main: [items ?? [{ json: {} }]] }, source: null }],
				},
			});
			const uiMessages: unknown[] = [];
			const executionId = `${Date.now()}`;
			const additionalData = {
				...urls,
				credentialsHelper: helper,
				executionId,
				currentNodeExecutionIndex: 0,
				variables: {},
				hooks: new core.ExecutionLifecycleHooks(mode, executionId, {
					id: workflowId,
					...json,
				} as unknown as IWorkflowBase),
				setExecutionStatus() {},
				sendDataToUI: (_type: string, data: unknown) => uiMessages.push(data),
				logAiEvent() {},
			} as unknown as IWorkflowExecuteAdditionalData;

			const execution = new core.WorkflowExecute(
				additionalData,
				mode,
				executionData,
			).processRunExecutionData(workflow);
			stop?.addEventListener('abort', () => execution.cancel(), { once: true });
			const run = await execution;
			const lastTask = (name: string) => run.data.resultData.runData[name]?.at(-1);
			const outputs = (name: string) => (lastTask(name)?.data?.main ?? []).map((o) => o ?? []);
			return {
				run,
				outputs,
				items: (name) => outputs(name)[0] ?? [],
				json: (name) => (outputs(name)[0] ?? []).map((item) => item.json),
				hints: (name) => lastTask(name)?.hints ?? [],
				error: run.data.resultData.error as unknown as RunResult['error'],
				uiMessages,
			};
		},
		async binary(item, field) {
			const binary = item.binary?.[field];
			if (!binary) throw new Error(`The item has no binary field "${field}"`);
			return await binaryData.getAsBuffer(binary);
		},
		stop() {
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

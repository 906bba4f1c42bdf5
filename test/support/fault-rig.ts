import { inspect } from 'node:util';

import type {
	IBinaryKeyData,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeParameters,
} from 'n8n-workflow';

import type { CredentialStore } from './engine/credential-store';
import { startEngine, type RunResult } from './engine/engine';
import { builtPackage } from './engine/package';
import { engineVersion, writeRecord, type Tried } from './reliability/record';
import type { FaultyServer, Reply } from './faulty-server';
import { tagging } from './tagging-workflow';

export const SECRETS = {
	secretAccessKey: 'very-secret-access-key-of-the-tests',
	securityToken: 'very-secret-security-token-of-the-tests',
};

export const ITEMS = 20;

/** A bitmap of `side` × `side` pixels (a multiple of four: its rows have no padding) whose first pixel tells the item. */
export function bitmap(item: number, side = 20): Buffer {
	const bytes = Buffer.alloc(54 + side * side * 3, item);
	bytes.fill(0, 0, 54).write('BM');
	bytes.writeUInt32LE(bytes.length, 2);
	bytes.writeUInt32LE(54, 10);
	bytes.writeUInt32LE(40, 14);
	bytes.writeInt32LE(side, 18);
	bytes.writeInt32LE(side, 22);
	bytes.writeUInt16LE(1, 26);
	bytes.writeUInt16LE(24, 28);
	return bytes;
}

/** The item that a tagging request is about, by its bitmap or by its URL. */
export function itemOf(body: Record<string, unknown> = {}): number {
	if (typeof body.url === 'string') return Number(/item-(\d+)/.exec(body.url)?.[1]);
	return Buffer.from(String(body.image).slice(0, 80), 'base64')[54] ?? -1;
}

export type OnError = Extract<
	INode['onError'],
	'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput'
>;

export interface FaultRun {
	url: string;
	onError?: OnError;
	parameters?: Record<string, unknown>;
	options?: Record<string, string | number>;
	credential?: ICredentialDataDecryptedObject;
	items?: number;
	/** An item's JSON; its number when left out. */
	json?: (item: number) => IDataObject;
	/** An item's files, instead of a picture in the field `data`. */
	binary?: IBinaryKeyData;
	/** Width and height of an item's picture. */
	side?: (item: number) => number;
	stop?: AbortSignal;
}

export interface Fault {
	name: string;
	/** @param elsewhere the address of another host */
	reply: (elsewhere: string) => Reply;
	code: string;
	/** The cause and the cure that the user reads. */
	reason: RegExp;
	remedy: RegExp;
	attempts: 1 | 2;
	/** All further items would fail as well. */
	stops?: true;
	run?: Partial<FaultRun>;
}

/** @param group the name under which `stop` leaves what was recorded */
export async function faultRig(root: string, group?: string) {
	const credentials: CredentialStore = new Map();
	const engine = await startEngine({ ...builtPackage(root), credentials });
	const records: Tried[] = [];
	return {
		stop() {
			engine.stop();
			if (group) writeRecord(`engine/${engineVersion()}/${group}`, records);
		},
		/** Keeps for the report what became of a run. */
		record(
			fault: string,
			setting: OnError,
			result: RunResult,
			server: FaultyServer,
			itemsIn = ITEMS,
		) {
			const out = setting === 'stopWorkflow' ? undefined : accounted(result);
			const failures = (out ?? []).filter(({ failed }) => failed).map(({ json }) => json.details);
			const sent = (failures as Array<NonNullable<Tried['failure']>>).toSorted(
				(a, b) => b.attempts - a.attempts,
			);
			const [failure] = sent.map(({ code, reason, attempts }) => ({
				code,
				// Ports are others in every run.
				reason: reason.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:8089'),
				attempts,
			}));
			records.push({
				fault,
				setting,
				itemsIn,
				itemsOut: out && new Set(out.map(({ item }) => item)).size,
				secrets: secretsFound(result, server).length,
				failure,
			});
		},
		async run(fault: FaultRun) {
			const { url, onError, parameters, options, credential, items, json, side, stop, binary } =
				fault;
			credentials.set('accessKey', {
				type: 'huaweiCloudApi',
				data: {
					authentication: 'accessKey',
					accessKeyId: 'TESTACCESSKEY',
					...SECRETS,
					region: 'custom',
					projectName: 'local-1',
					endpoint: url,
					iamEndpoint: url,
					obsEndpoint: 'https://obs.example.com',
					...credential,
				},
			});
			const workflow = tagging(
				{
					output: 'images',
					options: { maxAttempts: 2, ...options },
					...(parameters as INodeParameters),
				},
				{ onError },
			);
			return await engine.run(workflow, {
				stop,
				items: Array.from({ length: items ?? ITEMS }, (_, item) => ({
					json: json?.(item) ?? { item },
					binary: binary ?? {
						data: {
							data: bitmap(item, side?.(item)).toString('base64'),
							mimeType: 'image/bmp',
							fileName: `item-${item}.bmp`,
						},
					},
				})),
			});
		},
	};
}

export interface OutputOf {
	item: number;
	json: IDataObject;
	failed: boolean;
}

/** What came out for each item, of both outputs, by the item that n8n pairs it with. */
export function accounted(result: RunResult): OutputOf[] {
	const outputs = result.outputs('Image Tagging').map((items) =>
		items.map(({ json, pairedItem }) => ({
			item: (pairedItem as { item: number }).item,
			json,
			failed: 'error' in json,
		})),
	);
	for (const items of outputs) {
		expect(items.map(({ item }) => item)).toEqual(
			items.map(({ item }) => item).sort((a, b) => a - b),
		);
	}
	return outputs.flat().sort((a, b) => a.item - b.item);
}

/** Whatever n8n keeps, shows or stores of the run, hidden fields of errors included. */
function everythingKept({ run, uiMessages }: RunResult): string {
	const { data } = run;
	const seen = inspect(
		{ data, uiMessages },
		{ depth: Infinity, maxArrayLength: null, maxStringLength: null, showHidden: true },
	);
	return `${seen}\n${JSON.stringify({ data, uiMessages })}`;
}

/** Secrets of the credential, and of what was made from it, that are in what n8n keeps. */
export function secretsFound(result: RunResult, server: FaultyServer): string[] {
	const kept = everythingKept(result);
	const signatures = server.seen.flatMap(({ headers, body }) => [
		/Signature=([0-9a-f]{64})/.exec(headers.authorization ?? '')?.[1],
		typeof body?.url === 'string' ? /[?&]Signature=([^&]+)/.exec(body.url)?.[1] : undefined,
	]);
	const known = [...Object.values(SECRETS), 'SDK-HMAC-SHA256 ', ...signatures];
	return known.filter((secret) => secret !== undefined && kept.includes(secret)) as string[];
}

/** Resolves when no request is under way at the server any more; never, when one leaks. */
export async function quiet(server: FaultyServer): Promise<void> {
	while (server.underWay() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
}

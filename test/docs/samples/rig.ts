import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { runService, type RunningService } from '../../../service/test/support/run-service';
import type { CredentialStore } from '../../support/engine/credential-store';
import { startEngine } from '../../support/engine/engine';
import { builtPackage } from '../../support/engine/package';
import { file, gifBytes, type TaggingParameters } from '../../support/engine/photo-rig';
import { tagging, type WorkflowOptions } from '../../support/tagging-workflow';
import { root } from '../support/pages';

/** An item with a photo that a page names. */
export const photo = (name: string): INodeExecutionData => ({
	json: {},
	binary: { data: file(readFileSync(join(root, 'examples/photos', name)), name) },
});

/** The photo of the JSON samples. */
export const coffee = () => photo('coffee.jpg');

/** A GIF of 16 × 16 pixels: width and height are two bytes each, behind `GIF89a`. */
export function partyGif(): INodeExecutionData {
	const bytes = Buffer.from(gifBytes);
	bytes.writeUInt16LE(16, 6);
	bytes.writeUInt16LE(16, 8);
	return { json: {}, binary: { data: file(bytes, 'party.gif', 'image/gif') } };
}

/** n8n's engine with the built node, and services of any configuration. */
export async function startRig() {
	const credentials: CredentialStore = new Map();
	const engine = await startEngine({ ...builtPackage(root), credentials });
	const services: RunningService[] = [];
	return {
		/** Starts the built service; without a configuration it has its demo account. */
		async serve(config?: object): Promise<RunningService> {
			const service = await runService(config, {}, join(root, 'service/dist/main.js'));
			services.push(service);
			return service;
		},
		/** Runs the node with this credential. Gives the items of its outputs, each as JSON. */
		async run(
			data: ICredentialDataDecryptedObject,
			parameters: TaggingParameters,
			items: INodeExecutionData[] = [coffee()],
			options: WorkflowOptions = {},
		): Promise<IDataObject[][]> {
			credentials.set('sample', { type: 'huaweiCloudApi', data });
			const workflow = tagging({ ...parameters, credential: 'sample' }, options);
			const result = await engine.run(workflow, { items });
			if (result.error) throw result.error;
			return result.outputs('Image Tagging').map((output) => output.map(({ json }) => json));
		},
		async stop() {
			engine.stop();
			await Promise.all(services.map((service) => service.stop()));
		},
	};
}

export type Rig = Awaited<ReturnType<typeof startRig>>;

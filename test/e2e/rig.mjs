import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { demoCredential, startService } from '../../scripts/n8n/service.mjs';
import { startN8n } from '../../scripts/n8n/start.mjs';
import { DEFAULT_VERSION } from '../../scripts/n8n/versions.mjs';
import {
	CREDENTIAL_TYPE,
	onThisMachine,
	photoFolder,
	readExample,
	withCredentials,
} from '../../scripts/n8n/workflows.mjs';

/** The n8n line under test; the runner runs the tests once for each. */
const version = process.env.E2E_N8N_VERSION ?? DEFAULT_VERSION;

/** An unpacked package to test instead of this repository's build: a published version, say. */
const packed = process.env.E2E_PACKAGE && { folder: process.env.E2E_PACKAGE, remove() {} };

/** Path of one of the committed photos. */
export const photoPath = (name) => path.join(photoFolder, name);

/** @returns {Promise<Buffer>} one of the committed photos */
export const readPhoto = (name) => readFile(photoPath(name));

/** The workflow after its user has filled in the fields of the node "Settings". */
function withSettings(workflow, settings) {
	const nodes = structuredClone(workflow.nodes);
	const fields = nodes.find(({ name }) => name === 'Settings')?.parameters.assignments.assignments;
	for (const [name, value] of Object.entries(settings)) {
		const field = fields?.find((candidate) => candidate.name === name);
		if (!field) throw new Error(`"${workflow.name}" has no setting "${name}"`);
		field.value = value;
	}
	return { ...workflow, nodes };
}

/**
 * Real n8n with the packed node, the service beside it and a saved credential for it.
 *
 * @param {{env?: Record<string, string>, userFolder?: string}} [options] for n8n
 */
export async function startRig(options = {}) {
	const service = await startService({ port: options.servicePort });
	const n8n = await startN8n({
		version,
		...options,
		packed,
	}).catch(async (error) => {
		await service.stop();
		throw error;
	});
	const credentials = {};
	const addCredential = async (type, name, data) => {
		credentials[type] = await n8n.api.createCredential(name, type, data);
		return credentials[type];
	};
	return {
		n8n,
		api: n8n.api,
		service,
		addCredential,
		/** A credential for the service's demo account. */
		addServiceCredential: (name = 'Image Tagging on this machine', authentication) =>
			addCredential(CREDENTIAL_TYPE, name, demoCredential(service.url, authentication)),
		/** Imports an example with the credentials made last of each type. */
		importExample: async (name, settings = {}, places) => {
			const written = await readExample(name);
			const example = places ? onThisMachine(written, places) : written;
			return n8n.api.importWorkflow(withSettings(withCredentials(example, credentials), settings));
		},
		async stop() {
			await n8n.stop();
			await service.stop();
		},
	};
}

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { DEMO_ACCOUNT, demoCredential } from '../../scripts/n8n/service.mjs';
import { readPhoto, startRig } from './rig.mjs';

const run = promisify(execFile);

let userFolder;
let rig;
let workflowId;
let credential;

before(async () => {
	userFolder = mkdtempSync(path.join(tmpdir(), 'n8n-user-'));
	rig = await startRig({ userFolder });
	credential = await rig.addServiceCredential();
});

after(async () => {
	await rig?.stop();
	rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 });
});

/** A workflow that calls the service by n8n's HTTP Request node with this package's credential. */
async function httpWorkflow() {
	const { id, name } = credential;
	const image = (await readPhoto('airplane.jpg')).toString('base64');
	return {
		name: 'HTTP Request with the credential',
		nodes: [
			{
				id: 'a',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position: [0, 0],
				parameters: {},
			},
			{
				id: 'b',
				name: 'Ask the service',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [220, 0],
				parameters: {
					method: 'POST',
					url: `${rig.service.url}/v2/${DEMO_ACCOUNT.projectId}/image/tagging`,
					authentication: 'predefinedCredentialType',
					nodeCredentialType: 'huaweiCloudApi',
					sendBody: true,
					specifyBody: 'json',
					jsonBody: JSON.stringify({ image, language: 'en' }),
					options: {},
				},
				credentials: { huaweiCloudApi: { id, name } },
			},
		],
		connections: { Start: { main: [[{ node: 'Ask the service', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

async function expectTags() {
	const result = await rig.api.finished(await rig.api.run(workflowId, 'Start'));
	assert.equal(result.status, 'success', result.failure);
	const [{ json }] = result.items('Ask the service');
	assert.ok(json.result.tags.some(({ tag }) => /airplane/i.test(tag)));
}

test('the credential signs requests of the HTTP Request node', async () => {
	({ id: workflowId } = await rig.api.importWorkflow(await httpWorkflow()));
	await expectTags();
});

test("n8n's command line runs a workflow with the credential", async () => {
	await rig.n8n.stop();
	const { command, args, env } = rig.n8n.commandLine(
		'execute',
		`--id=${workflowId}`,
		'--rawOutput',
	);
	const { stdout } = await run(command, args, {
		env,
		cwd: userFolder,
		maxBuffer: 64 * 1024 * 1024,
	});
	// n8n may log before and after it.
	const [json] = /^\{$[^]*^\}$/m.exec(stdout) ?? [''];
	const { data } = JSON.parse(json);
	const [item] = data.resultData.runData['Ask the service'][0].data.main[0];
	assert.ok(item.json.result.tags.length > 0);
});

test('credential and workflow survive a restart', async () => {
	const servicePort = Number(new URL(rig.service.url).port);
	await rig.stop();
	rig = await startRig({ userFolder, servicePort });
	const data = demoCredential(rig.service.url);
	assert.equal((await rig.api.testCredential(credential, data)).status, 'OK');
	await expectTags();
});

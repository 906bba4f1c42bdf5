import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../scripts/lib/prepare.mjs';
import { demoCredential } from '../../scripts/n8n/service.mjs';
import { CREDENTIAL_TYPE, listExamples, readExample } from '../../scripts/n8n/workflows.mjs';
import { openBrowser } from './browser.mjs';
import { importFile, nodeWarning, openWorkflow, placeOfNodes, warnings } from './editor.mjs';
import { startRig } from './rig.mjs';

/** Credentials as a user has them: those of the services have the names that n8n proposes. */
const CREDENTIALS = [
	['s3', 'S3 account', { endpoint: 'http://127.0.0.1:1', accessKeyId: 'a', secretAccessKey: 'b' }],
	['telegramApi', 'Telegram account', { accessToken: '1:a' }],
	['slackApi', 'Slack account', { accessToken: 'xoxb-a' }],
	['openAiApi', 'OpenAI account', { apiKey: 'a' }],
];

let rig;
let browser;
let page;

before(async () => {
	rig = await startRig();
	for (const [type, name, data] of CREDENTIALS) await rig.addCredential(type, name, data);
	const huawei = (name, authentication) =>
		rig.addCredential(CREDENTIAL_TYPE, name, demoCredential(rig.service.url, authentication));
	await huawei('Huawei Cloud account', 'accessKey');
	await huawei('Huawei Cloud (access key)', 'accessKey');
	await huawei('Huawei Cloud (IAM user)', 'iamUser');
	browser = await openBrowser(rig.n8n);
	({ page } = browser);
});

after(async () => {
	await browser?.close();
	await rig?.stop();
});

/** Imports a file into a new workflow, as a user does. */
async function importNew(file, nodes) {
	await openWorkflow(page, rig.n8n.url);
	await importFile(page, file, nodes);
}

for (const name of await listExamples()) {
	test(`${name} is imported without a warning`, async () => {
		const { nodes } = await readExample(name);
		await importNew(path.join(root, 'examples/workflows', `${name}.json`), nodes);
		assert.deepEqual(await warnings(page), []);
		await browser.picture(`workflows/${name}`, page, { clip: await placeOfNodes(page) });
	});
}

test('a node that is not installed and a parameter that is missing are warned of', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'import-'));
	try {
		const workflow = await readExample('webhook-tag-api');
		const find = (name) => workflow.nodes.find((node) => node.name === name);
		find('Request').type = 'n8n-nodes-nobody-has.this';
		find('Tag pictures').parameters = { imageSource: 'url', url: '' };
		const file = path.join(folder, 'broken.json');
		writeFileSync(file, JSON.stringify(workflow));
		await importNew(file, workflow.nodes);
		for (const name of ['Request', 'Tag pictures']) await nodeWarning(page, name).waitFor();
		const shown = await warnings(page);
		for (const name of ['Request', 'Tag pictures']) assert.ok(shown.includes(name), name);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

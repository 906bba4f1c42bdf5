import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser } from './browser.mjs';
import { addNode, choose, openNode, openWorkflow, findNode, shownParameters } from './editor.mjs';
import { readPhoto, startRig } from './rig.mjs';

const NODE = 'Huawei Cloud Image Tagging';

let disk;
let rig;
let browser;
let page;

before(async () => {
	disk = mkdtempSync(path.join(tmpdir(), 'n8n-files-'));
	writeFileSync(path.join(disk, 'airplane.jpg'), await readPhoto('airplane.jpg'));
	writeFileSync(path.join(disk, 'broken.jpg'), 'this is no picture');
	rig = await startRig({ env: { N8N_RESTRICT_FILE_ACCESS_TO: disk } });
	await rig.addServiceCredential();
	browser = await openBrowser(rig.n8n);
	({ page } = browser);
});

after(async () => {
	await browser?.close();
	await rig?.stop();
	rmSync(disk, { recursive: true, force: true });
});

/** A saved workflow: click → read a file → tag it. */
async function saveWorkflow(name, file, parameters) {
	const { id, name: credential } = await rig.addServiceCredential(`Service for ${name}`);
	const node = (nodeName, type, typeVersion, x, nodeParameters, extra) => ({
		id: crypto.randomUUID(),
		name: nodeName,
		type,
		typeVersion,
		position: [x, 0],
		parameters: nodeParameters,
		...extra,
	});
	const to = (target) => ({ main: [[{ node: target, type: 'main', index: 0 }]] });
	return rig.api.importWorkflow({
		name,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, 0, {}),
			node('Read picture', 'n8n-nodes-base.readWriteFile', 1, 220, {
				fileSelector: path.join(disk, file),
				options: {},
			}),
			node(
				'Tag picture',
				'n8n-nodes-huaweicloud-image-recognition.imageTagging',
				1,
				440,
				parameters,
				{
					credentials: { huaweiCloudApi: { id, name: credential } },
				},
			),
		],
		connections: { Start: to('Read picture'), 'Read picture': to('Tag picture') },
		settings: { executionOrder: 'v1' },
	});
}

test('is found by what it does and by its maker', async () => {
	for (const words of ['image tagging', 'huawei']) {
		const { id } = await saveWorkflow(words, 'airplane.jpg', {});
		await openWorkflow(page, rig.n8n.url, id);
		await findNode(page, words, NODE);
	}
	await browser.picture('node-search');
});

test('shows the parameters that belong to the chosen source', async () => {
	const { id } = await saveWorkflow('Parameters', 'airplane.jpg', {});
	await openWorkflow(page, rig.n8n.url, id);
	await addNode(page, NODE);
	const SHOWN = [
		['Binary File', 'binaryPropertyName'],
		['URL', 'url'],
		['OBS Object', 'bucket'],
		['Base64 Text', 'base64'],
	];
	for (const [source, parameter] of SHOWN) {
		await choose(page, 'imageSource', source);
		await page.getByTestId(`parameter-input-${parameter}`).waitFor();
		const shown = await shownParameters(page);
		for (const [, other] of SHOWN) assert.equal(shown.includes(other), other === parameter, other);
	}
	await browser.picture('node-parameters');
});

test('shows the tags of a photo in the output panel', async () => {
	const { id } = await saveWorkflow('Tags', 'airplane.jpg', { options: {} });
	await openWorkflow(page, rig.n8n.url, id);
	await page.getByTestId('execute-workflow-button').first().click();
	await page.getByText('Workflow executed successfully').first().waitFor();
	await browser.picture('canvas');
	await openNode(page, 'Tag picture');
	const output = page.getByTestId('output-panel');
	await output
		.getByText(/airplane/i)
		.first()
		.waitFor();
	await browser.picture('tags');
});

test('shows the annotated picture in the output panel', async () => {
	const options = { annotatedPicture: 'png' };
	const { id } = await saveWorkflow('Annotated', 'airplane.jpg', { options });
	await openWorkflow(page, rig.n8n.url, id);
	await page.getByTestId('execute-workflow-button').first().click();
	await page.getByText('Workflow executed successfully').first().waitFor();
	await openNode(page, 'Tag picture');
	const output = page.getByTestId('output-panel');
	await output.getByText('Binary', { exact: true }).first().click();
	await output.getByText('airplane-annotated.png').first().waitFor();
	await output.getByTestId('ndv-view-binary-data').first().click();
	const drawn = page.locator('img[src*="binary-data"]').first();
	await drawn.waitFor();
	await page.waitForFunction((image) => image.naturalWidth > 0, await drawn.elementHandle());
	await browser.picture('annotated');
});

test('shows a failure that a person can read', async () => {
	const { id } = await saveWorkflow('Failure', 'broken.jpg', { options: {} });
	await openWorkflow(page, rig.n8n.url, id);
	await page.getByTestId('execute-workflow-button').first().click();
	await page
		.getByText(/problem in node|Problem in node/)
		.first()
		.waitFor();
	await openNode(page, 'Tag picture');
	const output = page.getByTestId('output-panel');
	await output
		.getByText(/picture|image|format/i)
		.first()
		.waitFor();
	await browser.picture('error');
});

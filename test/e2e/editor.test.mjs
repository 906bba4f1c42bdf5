import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { openBrowser } from './browser.mjs';
import {
	addNode,
	choose,
	execute,
	findNode,
	openNode,
	openWorkflow,
	shownParameters,
} from './editor.mjs';
import { readPhoto, startRig } from './rig.mjs';
import { startSilentWeb } from './standins/web.mjs';
import { START, TAGGING, chain, end, readFiles } from './workflows.mjs';

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

/** A node that tags, with a credential of its own. */
async function tagging(workflowName, parameters, extra) {
	const { id, name } = await rig.addServiceCredential(`Service for ${workflowName}`);
	const credentials = { huaweiCloudApi: { id, name } };
	return { ...TAGGING, name: 'Tag picture', parameters, credentials, ...extra };
}

/** A saved workflow: click → read files → tag them. */
const saveWorkflow = async (name, file, parameters, extra, branches) =>
	rig.api.importWorkflow(
		chain(
			name,
			[START, readFiles(path.join(disk, file)), await tagging(name, parameters, extra)],
			branches,
		),
	);

/** Opens a saved workflow and runs it to its good end. */
async function runInEditor({ id }) {
	await openWorkflow(page, rig.n8n.url, id);
	await execute(page);
	await page.getByText('Workflow executed successfully').first().waitFor();
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
		['URL', 'url'],
		['OBS Object', 'bucket'],
		['Base64 Text', 'base64'],
		['Binary File', 'binaryPropertyName'],
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
	await runInEditor(await saveWorkflow('Tags', 'airplane.jpg', { options: {} }));
	await browser.picture('canvas');
	await openNode(page, 'Tag picture');
	const output = page.getByTestId('output-panel');
	await output
		.getByText(/airplane/i)
		.first()
		.waitFor();
	await browser.picture('tags');
});

for (const [language, labels, pictureName] of [
	['en', 'English', 'annotated'],
	['zh', 'Chinese', 'annotated-chinese'],
]) {
	test(`shows the annotated picture with ${labels} labels in the output panel`, async () => {
		const parameters = { language, options: { annotatedPicture: 'png' } };
		await runInEditor(await saveWorkflow(`Annotated ${language}`, 'airplane.jpg', parameters));
		await openNode(page, 'Tag picture');
		const output = page.getByTestId('output-panel');
		await output.getByText('Binary', { exact: true }).first().click();
		await output.getByText('airplane-annotated.png').first().waitFor();
		await output.getByTestId('ndv-view-binary-data').first().click();
		// n8n 2 keeps pictures in files and serves them; n8n 1 keeps them in memory and shows them inline.
		const drawn = page.locator('img[src*="binary-data"], img[src^="data:image/png"]').first();
		await drawn.waitFor();
		await page.waitForFunction(
			({ complete, naturalWidth }) => complete && naturalWidth > 0,
			await drawn.elementHandle(),
		);
		await browser.picture(pictureName);
	});
}

test('shows a failure that a person can read', async () => {
	const { id } = await saveWorkflow('Failure', 'broken.jpg', { options: {} });
	await openWorkflow(page, rig.n8n.url, id);
	await execute(page);
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

test('sends what failed along the error branch, and the rest along the other', async () => {
	const branches = [end('Tagged'), end('Failed')];
	const workflow = await saveWorkflow(
		'Error branch',
		'*.jpg',
		{ output: 'images', options: {} },
		{ onError: 'continueErrorOutput' },
		branches,
	);
	await runInEditor(workflow);
	await openNode(page, 'Tag picture');
	const output = page.getByTestId('output-panel');
	await output.getByText('Error Branch').first().click();
	await output.getByText('broken.jpg').first().waitFor();
	await browser.picture('error-branch');
	const [execution] = await rig.api.executionsOf(workflow.id);
	const result = await rig.api.finished(execution);
	const names = (node) => result.items(node).map(({ json }) => json);
	assert.deepEqual(
		names('Tagged').map(({ image }) => image.file_name),
		['airplane.jpg'],
	);
	assert.deepEqual(
		names('Failed').map(({ details }) => details.image.file_name),
		['broken.jpg'],
	);
});

test('stops at once when the execution is stopped, and gives up its requests', async () => {
	const web = await startSilentWeb();
	try {
		const node = await tagging('Stop', {
			imageSource: 'url',
			url: `${web.url}/picture.jpg`,
			options: { downloadUrl: true, timeout: 600_000 },
		});
		const { id } = await rig.api.importWorkflow(chain('Stop', [START, node]));
		await openWorkflow(page, rig.n8n.url, id);
		await execute(page);
		await web.asked;
		await page.getByTestId('stop-execution-button').click();
		await web.abandoned;
		const [execution] = await rig.api.executionsOf(id);
		assert.equal((await rig.api.finished(execution)).status, 'canceled');
		assert.equal(web.count, 1);
		await page.getByTestId('execute-workflow-button').first().waitFor();
	} finally {
		await web.close();
	}
});

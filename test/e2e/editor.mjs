/** What a user does in n8n's editor, with the parts named as n8n's own tests name them. */

const parameter = (page, name) => page.getByTestId(`parameter-input-${name}`);

/** Chooses an entry of a parameter's list by its name. */
export async function choose(page, name, label) {
	await parameter(page, name).locator('.el-select, [role="combobox"]').first().click();
	await page
		.locator('.el-select-dropdown__item:visible, [role="option"]:visible')
		.filter({ hasText: new RegExp(`^\\s*${label}`) })
		.first()
		.click();
}

export const fill = (page, name, value) =>
	parameter(page, name).locator('input, textarea').first().fill(value);

/** Names of the parameters that are shown now, in their order. */
export const shownParameters = async (page) => {
	const inputs = page.locator('[data-test-id^="parameter-input-"]:visible');
	const ids = await inputs.evaluateAll((all) => all.map((one) => one.dataset.testId));
	return ids
		.map((id) => id.replace('parameter-input-', ''))
		.filter((name, index, all) => name !== 'field' && all.indexOf(name) === index);
};

/** Opens the form of a new credential of the Huawei Cloud type. */
export async function newCredential(page, url) {
	await page.goto(`${url}/home/credentials`);
	await page.getByRole('button', { name: 'Create credential' }).first().click();
	await page.getByTestId('new-credential-type-select').locator('input').fill('huawei');
	const type = page.getByTestId('new-credential-type-select-option');
	await type.filter({ hasText: 'Huawei Cloud API' }).first().click();
	await page.getByTestId('new-credential-type-button').click();
	await page.getByTestId('credential-edit-dialog').waitFor();
}

/** Saves the open credential and tells whether its test is green, with all the dialog's text. */
export async function saveCredential(page) {
	const dialog = page.getByTestId('credential-edit-dialog');
	await page.getByTestId('credential-save-button').click();
	const success = dialog.getByTestId('credentials-config-container-test-success');
	const failure = dialog.getByText('Couldn’t connect with these settings');
	await success.or(failure).first().waitFor();
	if (await success.isVisible()) return { ok: true, text: await dialog.innerText() };
	await dialog.getByText('More details').click();
	return { ok: false, text: await dialog.innerText() };
}

/** Opens the canvas of a workflow, of a new one when no id is given. */
export async function openWorkflow(page, url, id = 'new') {
	await page.goto(`${url}/workflow/${id}`);
	await page.getByTestId('canvas-wrapper').waitFor();
}

/** Searches the node list and waits until it offers the node of that name. */
export async function findNode(page, words, name) {
	const search = page.getByTestId('node-creator-search-bar');
	if (!(await search.isVisible())) {
		await page.getByTestId('node-creator-plus-button').click();
		await search.waitFor();
	}
	const found = page.getByTestId('node-creator-item-name').filter({ hasText: name }).first();
	await search.fill(words);
	await found.waitFor();
	return found;
}

/** Adds a node to the canvas from the node list and leaves its own view open. */
export async function addNode(page, name) {
	await (await findNode(page, name, name)).click();
	await page.getByText('Add to workflow').click();
	await page.getByTestId('node-parameters').first().waitFor();
}

const canvasNode = (page, name) =>
	page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);

/** Opens a node's own view by its name on the canvas. */
export async function openNode(page, name) {
	await canvasNode(page, name).dblclick();
	await page.getByTestId('ndv').or(page.getByTestId('node-parameters')).first().waitFor();
}

/** Runs the open workflow from its Execute button. */
export const execute = (page) => page.getByTestId('execute-workflow-button').first().click();

/**
 * Adds a workflow's file to the open canvas, as "Import from file" does, and shows all of it.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} file
 * @param {{type: string}[]} nodes that the file holds
 */
export async function importFile(page, file, nodes) {
	const boxes = nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
	await page.getByTestId('workflow-import-input').setInputFiles(file);
	await page
		.getByTestId('canvas-node')
		.nth(boxes.length - 1)
		.waitFor();
	await page.getByTestId('zoom-to-fit').click();
	// Imported nodes are selected; a click beside them ends that.
	await page.getByTestId('canvas-wrapper').click({ position: { x: 12, y: 110 } });
	await page
		.locator('[data-test-id="canvas-node"].selected')
		.first()
		.waitFor({ state: 'detached' });
}

/** Room for what is outside a node's own box: its label below, a trigger's bolt beside it. */
const AROUND_NODES = { x: 48, y: 24, below: 72 };

/**
 * The part of the page in which the open workflow's nodes and notes are.
 *
 * @returns {Promise<{x: number, y: number, width: number, height: number}>}
 */
export async function placeOfNodes(page) {
	const boxes = await page
		.locator('.vue-flow__node, [data-test-id="canvas-handle-plus"]')
		.evaluateAll((all) => all.map((node) => node.getBoundingClientRect().toJSON()));
	const x = Math.min(...boxes.map(({ left }) => left)) - AROUND_NODES.x;
	const y = Math.min(...boxes.map(({ top }) => top)) - AROUND_NODES.y;
	const right = Math.max(...boxes.map((box) => box.right)) + AROUND_NODES.x;
	const bottom = Math.max(...boxes.map((box) => box.bottom)) + AROUND_NODES.below;
	return { x, y, width: right - x, height: bottom - y };
}

const NODE_WARNINGS = '[data-test-id="node-issues"], [data-test-id="node-not-installed"]';

/** The mark that warns of a node on the open canvas. */
export const nodeWarning = (page, name) => canvasNode(page, name).locator(NODE_WARNINGS).first();

/** What the open canvas warns of: names of nodes that are marked, texts of messages. */
export const warnings = async (page) => {
	const marked = page.getByTestId('canvas-node').filter({ has: page.locator(NODE_WARNINGS) });
	const names = await marked.evaluateAll((all) => all.map((one) => one.dataset.nodeName));
	return [...names, ...(await page.locator('.el-notification:visible').allInnerTexts())];
};

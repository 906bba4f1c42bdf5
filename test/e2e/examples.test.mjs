import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { servePhotos } from '../../scripts/n8n/photos.mjs';
import { listExamples, photoFolder } from '../../scripts/n8n/workflows.mjs';
import { openBrowser } from './browser.mjs';
import { photoPath, readPhoto, startRig } from './rig.mjs';
import { startOpenAi } from './standins/openai.mjs';
import { listen } from './standins/server.mjs';
import { startS3 } from './standins/s3.mjs';
import { startSlack } from './standins/slack.mjs';
import { startTelegram } from './standins/telegram.mjs';

const BUCKET = 'pictures';
const BROKEN = Buffer.from('this is no picture');

let rig;
let airplane;
let coffee;
let disk;
let s3;
let telegram;
let slack;
let openAi;
let web;
let photos;

before(async () => {
	[airplane, coffee] = await Promise.all(['airplane.jpg', 'coffee.jpg'].map(readPhoto));
	disk = mkdtempSync(path.join(tmpdir(), 'n8n-files-'));
	s3 = await startS3(BUCKET);
	telegram = await startTelegram(airplane);
	slack = await startSlack(airplane);
	openAi = await startOpenAi();
	web = await listen((_, response) =>
		response.setHeader('content-type', 'image/jpeg').end(airplane),
	);
	rig = await startRig({
		env: { ...slack.env, N8N_RESTRICT_FILE_ACCESS_TO: [disk, photoFolder].join(';') },
	});
	photos = await servePhotos();
	await rig.addServiceCredential();
	await rig.addCredential('s3', 'S3 account', s3.credential);
	await rig.addCredential('telegramApi', 'Telegram account', telegram.credential);
	await rig.addCredential('slackApi', 'Slack account', slack.credential);
	await rig.addCredential('openAiApi', 'OpenAI account', openAi.credential);
});

after(async () => {
	await rig?.stop();
	await photos?.stop();
	for (const standIn of [s3, telegram, slack, openAi, web]) await standIn?.close();
	rmSync(disk, { recursive: true, force: true });
});

/** Runs a workflow from its trigger and expects it to succeed. */
async function run(workflow, trigger, json) {
	const result = await rig.api.finished(await rig.api.run(workflow.id, trigger, json));
	assert.equal(result.status, 'success', result.failure);
	return result;
}

const webhookUrl = (workflow, node, suffix) => {
	const { webhookId } = workflow.nodes.find(({ name }) => name === node);
	return `${rig.n8n.url}/webhook/${webhookId}/${suffix}`;
};

const isJpeg = (bytes) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff';

test('sorts a bucket by content, files what failed and writes a table', async () => {
	await s3.put('inbox/airplane.jpg', airplane, 'image/jpeg');
	await s3.put('inbox/coffee.jpg', coffee, 'image/jpeg');
	await s3.put('inbox/broken.jpg', BROKEN, 'image/jpeg');
	await s3.put('inbox/notes.txt', Buffer.from('left alone'), 'text/plain');
	const result = await run(await rig.importExample('bucket-sort-by-content'), 'Every hour');
	const keys = await s3.keys();
	const [top] = result.items('Tag pictures').map(({ json }) => json.tag_names[0]);
	const table = keys.find((key) => key.startsWith('tables/'));
	assert.deepEqual(
		keys.filter((key) => !key.startsWith('sorted/') && key !== table),
		['failed/broken.jpg', 'inbox/notes.txt'],
	);
	assert.equal(keys.filter((key) => key.startsWith('sorted/')).length, 2);
	assert.ok(
		keys.includes(`sorted/${top}/airplane.jpg`) || keys.includes(`sorted/${top}/coffee.jpg`),
	);
	const lines = (await s3.read(table)).toString().trim().split(/\r?\n/);
	assert.equal(lines.length, 3);
	assert.match(lines[0], /from,to,tags,objects/);
});

test('answers a Telegram photo with the annotated picture and its tags', async () => {
	const workflow = await rig.importExample('telegram-photo-reply');
	await rig.api.activate(workflow.id);
	assert.ok(telegram.isConnected());
	const answer = await telegram.sendPhoto();
	assert.equal(answer.method, 'sendPhoto');
	assert.equal(Number(answer.chat_id), 4242);
	assert.match(answer.caption, /airplane/i);
	const picture = Buffer.from(await answer.photo.arrayBuffer());
	assert.ok(isJpeg(picture));
	const ask = await telegram.sendText('hello');
	assert.match(ask.text, /photo/);
});

test('answers a Slack photo in its thread, and leaves the messages of bots alone', async () => {
	const workflow = await rig.importExample('slack-photo-reply');
	await rig.api.activate(workflow.id);
	const upload = await slack.sharePhoto(webhookUrl(workflow, 'Shared file', 'webhook'));
	assert.equal(upload.channel_id, 'C1');
	assert.equal(upload.thread_ts, '1700000000.000100');
	assert.match(upload.initial_comment, /airplane/i);
	assert.equal(upload.content.length, upload.length);
	assert.ok(isJpeg(upload.content));
});

test('answers an upload with a page that shows the picture and its tags, or why there are none', async () => {
	const workflow = await rig.importExample('form-picture-page');
	await rig.api.activate(workflow.id);
	const { webhookId } = workflow.nodes.find(({ name }) => name === 'Form');
	const browser = await openBrowser(rig.n8n);
	try {
		const { page } = browser;
		const upload = async (file) => {
			await page.goto(`${rig.n8n.url}/form/${webhookId}`);
			await page.locator('input[type=file]').setInputFiles(file);
			await page.getByRole('button', { name: 'Submit' }).click();
		};
		await upload({ name: 'broken.jpg', mimeType: 'image/jpeg', buffer: BROKEN });
		await page.getByText('The file is not an image by its first bytes').waitFor();
		await upload(photoPath('airplane.jpg'));
		await page.getByRole('heading', { name: /tags$/ }).waitFor();
		assert.ok(
			await page
				.getByRole('cell', { name: /airplane/i })
				.first()
				.isVisible(),
		);
		await page.waitForFunction(
			({ complete, naturalWidth }) => complete && naturalWidth > 0,
			await page.getByRole('img').elementHandle(),
		);
		await page.setViewportSize({ width: 720, height: 860 });
		await browser.picture('form-page.jpg', page, { fullPage: true });
	} finally {
		await browser.close();
	}
});

test('serves a web API for raw bodies and form uploads', async () => {
	const workflow = await rig.importExample('webhook-tag-api');
	await rig.api.activate(workflow.id);
	const post = (body, headers) =>
		fetch(`${rig.n8n.url}/webhook/tag-picture`, { method: 'POST', body, headers });
	const raw = await post(airplane, { 'content-type': 'image/jpeg' });
	assert.equal(raw.status, 200);
	const answer = await raw.json();
	assert.ok(answer.tag_names.some((tag) => /airplane/i.test(tag)));
	// As examples/README.md has it.
	const sent = ['--data-binary', '@airplane.jpg', '-H', 'Content-Type: image/jpeg'];
	const { stdout } = await promisify(execFile)(
		'curl',
		[...sent, `${rig.n8n.url}/webhook/tag-picture`],
		{ cwd: photoFolder },
	);
	assert.deepEqual(JSON.parse(stdout).tag_names, answer.tag_names);
	const form = new FormData();
	form.set('data', new Blob([airplane], { type: 'image/jpeg' }), 'airplane.jpg');
	const uploaded = await (await post(form)).json();
	assert.deepEqual(uploaded.tag_names, answer.tag_names);
	const refused = await post(BROKEN, { 'content-type': 'image/jpeg' });
	assert.equal(refused.status, 422);
	assert.equal(typeof (await refused.json()).error, 'string');
});

test('writes the tags of a folder as CSV', async () => {
	const pictures = path.join(disk, 'good');
	mkdirSync(pictures);
	writeFileSync(path.join(pictures, 'airplane.jpg'), airplane);
	writeFileSync(path.join(pictures, 'coffee.jpg'), coffee);
	const table = path.join(disk, 'tags.csv');
	const workflow = await rig.importExample('folder-to-csv', {
		pictures: `${pictures}/*.{jpg,jpeg,png,bmp}`,
		table,
	});
	const result = await run(workflow, 'Every night');
	const [header, ...lines] = readFileSync(table, 'utf8').trim().split(/\r?\n/);
	assert.match(header, /file,tag,kind,confidence,objects$/);
	assert.equal(lines.length, result.items('Tag pictures').length);
	assert.ok(lines.some((line) => /^airplane\.jpg,.*airplane/i.test(line)));
});

test('reports what failed while the good pictures go on', async () => {
	const pictures = path.join(disk, 'mixed');
	mkdirSync(pictures);
	writeFileSync(path.join(pictures, 'broken.jpg'), BROKEN);
	writeFileSync(path.join(pictures, 'airplane.jpg'), airplane);
	const table = path.join(disk, 'tagged.csv');
	const report = path.join(disk, 'failed.json');
	const workflow = await rig.importExample('error-branch-report', {
		pictures: `${pictures}/*`,
		table,
		report,
	});
	await run(workflow, 'Every night');
	assert.match(readFileSync(table, 'utf8'), /^airplane\.jpg,.*airplane/im);
	const failures = JSON.parse(readFileSync(report, 'utf8'));
	assert.equal(failures.length, 1);
	assert.equal(failures[0].file, 'broken.jpg');
	for (const field of ['what_happened', 'what_to_do', 'code']) assert.ok(failures[0][field], field);
});

test('gives an AI agent eyes, and the reason when they see nothing', async () => {
	const workflow = await rig.importExample('ai-agent-tool');
	const ask = async (address) => {
		const chatInput = `What is on ${address}`;
		const chat = { sessionId: 'session-1', action: 'sendMessage', chatInput };
		return (await run(workflow, 'Chat', chat)).items('Agent')[0].json.output;
	};
	assert.match(await ask(`${web.url}/airplane.jpg`), /airplane/i);
	assert.match(openAi.offered[0].description, /what is on a picture/);
	assert.match(await ask('http://127.0.0.1:9/gone.jpg'), /could not download the image/);
});

const DEMOS = (await listExamples()).filter((name) => name.startsWith('demo-'));

for (const name of DEMOS) {
	test(`${name} tags every photo`, async () => {
		const authentication = name.endsWith('iam-user') ? 'iamUser' : 'accessKey';
		await rig.addServiceCredential(name, authentication);
		const workflow = await rig.importExample(name, {}, { web: photos.url });
		const result = await run(workflow, 'When clicking ‘Execute workflow’');
		const items = result.items('Image Tagging').map(({ json }) => json);
		const seen = items.map(({ image }) => path.basename(image.file_name ?? image.url));
		assert.deepEqual([...new Set(seen)].sort(), readdirSync(photoFolder).sort());
		assert.ok(items.some(({ i18n_tag }) => /airplane/i.test(i18n_tag.en)));
	});
}

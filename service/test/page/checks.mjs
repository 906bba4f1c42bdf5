import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documented, photos } from './support.mjs';

const sheep = join(photos, 'march-pastoral.jpg');
const airplane = join(photos, 'airplane.jpg');

const names = (page) => page.locator('#tags .name').allTextContents();
const done = (page) => page.locator('#status', { hasText: /\d+ tags? in|个标签/ }).waitFor();
const failure = async (page) => {
	await page.locator('#error').waitFor();
	return page.locator('#error').textContent();
};
const choose = async (page, file) => {
	await page.setInputFiles('#file', file);
	await done(page);
};
const picture = (page, name) => page.screenshot({ path: documented(name), fullPage: true });

/** Hands the page a photo as the clipboard (`paste`) or dragging (`drop`) does. */
const hand = (page, event) =>
	page.evaluate(
		([name, base64]) => {
			const data = new DataTransfer();
			const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
			data.items.add(new File([bytes], 'handed.jpg', { type: 'image/jpeg' }));
			const init = { bubbles: true, cancelable: true };
			document.body.dispatchEvent(
				name === 'paste'
					? new ClipboardEvent(name, { ...init, clipboardData: data })
					: new DragEvent(name, { ...init, dataTransfer: data }),
			);
		},
		[event, readFileSync(sheep).toString('base64')],
	);

/** What the page's checks are: where, with which kind of browser, and what to do there. */
export const checks = [
	{
		what: 'a chosen file is tagged at once, with its boxes inside the picture',
		async act(page) {
			await choose(page, sheep);
			assert.ok((await names(page)).includes('sheep'));
			const outer = await page.locator('#picture').boundingBox();
			const boxes = await page.locator('.box').all();
			assert.ok(boxes.length > 0);
			for (const box of boxes) {
				const { x, y, width, height } = await box.boundingBox();
				assert.ok(x >= outer.x - 1 && x + width <= outer.x + outer.width + 1);
				assert.ok(y >= outer.y - 1 && y + height <= outer.y + outer.height + 1);
			}
			await picture(page, 'light');
		},
	},
	{
		what: 'the page is dark where the system is',
		options: { colorScheme: 'dark' },
		async act(page) {
			await choose(page, airplane);
			const ground = await page.evaluate(
				() => getComputedStyle(document.documentElement).backgroundColor,
			);
			assert.equal(ground, 'rgb(20, 22, 26)');
			await picture(page, 'dark');
		},
	},
	{
		what: 'nothing is wider than a phone',
		options: { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: true },
		async act(page) {
			await choose(page, sheep);
			const width = await page.evaluate(() => document.documentElement.scrollWidth);
			assert.equal(width, 375);
			await picture(page, 'phone');
		},
	},
	{
		what: 'Chinese turns the page, its request and the tags',
		async act(page) {
			await choose(page, sheep);
			await page.getByText('中文').click();
			await page.locator('#tags .name', { hasText: '羊' }).first().waitFor();
			assert.equal(await page.locator('html').getAttribute('lang'), 'zh');
			assert.match(await page.locator('#curl').textContent(), /"language":"zh"/);
			await picture(page, 'chinese');
		},
	},
	{
		what: 'both languages have every sentence',
		async act(page) {
			const [english, chinese, used] = await page.evaluate(async () => {
				const { texts } = await import('./page/texts.js');
				const marked = [...document.querySelectorAll('[data-text]')];
				return [Object.keys(texts.en), Object.keys(texts.zh), marked.map((m) => m.dataset.text)];
			});
			assert.deepEqual(english, chinese);
			assert.deepEqual(
				used.filter((name) => !english.includes(name)),
				[],
			);
		},
	},
	{
		what: 'a dropped and a pasted picture are tagged',
		async act(page) {
			for (const event of ['drop', 'paste']) {
				await hand(page, event);
				await done(page);
				assert.ok((await names(page)).includes('sheep'));
				await page.reload();
			}
		},
	},
	{
		what: 'v1.0 answers without boxes, and the page says so',
		async act(page) {
			await page.getByText('v1.0', { exact: true }).click();
			await choose(page, sheep);
			assert.ok((await names(page)).includes('sheep'));
			assert.equal(await page.locator('.box').count(), 0);
			assert.match(await page.locator('#note').textContent(), /without boxes/);
		},
	},
	{
		what: 'limit and threshold go into the request, and their defaults are shown',
		async act(page) {
			assert.equal(await page.locator('[name=threshold]').getAttribute('placeholder'), '60');
			await choose(page, sheep);
			assert.ok((await names(page)).length > 1);
			await page.fill('[name=limit]', '1');
			await page.locator('[name=limit]').press('Enter');
			await page.locator('#status', { hasText: '1 tag in' }).waitFor();
			assert.equal((await names(page)).length, 1);
			await page.fill('[name=threshold]', '100');
			await page.locator('[name=threshold]').press('Enter');
			await page.locator('#status', { hasText: 'threshold of 100' }).waitFor();
		},
	},
	{
		what: 'the keyboard alone is enough: tab to a tag and its boxes come out, Enter keeps them so',
		async act(page) {
			await choose(page, sheep);
			await page.locator('button.primary').focus();
			await page.keyboard.press('Tab');
			const first = page.locator('#tags button').first();
			assert.ok(await first.evaluate((row) => row === document.activeElement));
			assert.ok((await page.locator('.box.lit').count()) > 0);
			await page.keyboard.press('Enter');
			assert.equal(await first.getAttribute('aria-pressed'), 'true');
			await page.locator('button.primary').focus();
			assert.equal(await page.locator('#boxes.chosen').count(), 1);
		},
	},
	{
		what: 'the curl commands work as they stand, and hold neither password nor token',
		async act(page) {
			await choose(page, sheep);
			await page.click('#copy');
			const commands = await page.evaluate(() => navigator.clipboard.readText());
			assert.doesNotMatch(commands, /demo-password/);
			const env = { ...process.env, PASSWORD: 'demo-password' };
			const answer = execFileSync('sh', ['-c', commands], { cwd: photos, env, encoding: 'utf8' });
			const shown = JSON.parse(await page.locator('#json').textContent());
			assert.deepEqual(JSON.parse(answer), shown);
		},
	},
	{
		what: 'an address that the service refuses is a sentence with code and request ID',
		async act(page) {
			await choose(page, sheep);
			await page.fill('[name=url]', 'http://169.254.169.254/latest/picture.jpg');
			await page.locator('[name=url]').press('Enter');
			assert.match(await failure(page), /ModelArts\.460\d, request ID [0-9a-f]{32}/);
			assert.match(await page.locator('#curl').textContent(), /"url":"http:\/\/169\.254/);
			assert.deepEqual(await names(page), []);
			await picture(page, 'error');
		},
	},
	{
		what: 'a picture by address has its boxes drawn to scale on an empty frame',
		service: 'own',
		async act(page) {
			const body = {
				result: {
					tags: [
						{
							tag: 'sheep',
							type: 'animal',
							confidence: '90.00',
							i18n_tag: { en: 'sheep', zh: '羊' },
							instances: [
								{
									bounding_box: { top_left_x: 100, top_left_y: 50, width: 300, height: 150 },
									confidence: '90.00',
								},
							],
						},
					],
				},
			};
			// The service itself is without the internet where this runs.
			await page.route('**/image/tagging', (route) => route.fulfill({ json: body }));
			await signIn(page, 'ann-password-1');
			await page.fill('[name=url]', 'https://pictures.example/sheep.jpg');
			await page.locator('[name=url]').press('Enter');
			await done(page);
			const [outer, inner] = await Promise.all(
				['#boxes', '.box'].map((each) => page.locator(each).boundingBox()),
			);
			assert.ok(Math.abs(inner.width / outer.width - 0.75) < 0.01);
			assert.ok(Math.abs(inner.height / outer.height - 0.75) < 0.01);
			assert.match(await page.locator('#note').textContent(), /to scale/);
		},
	},
	{
		what: 'files that are no pictures, damaged or too large are refused with a sentence',
		async act(page) {
			const files = [
				[{ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }, /not a picture/],
				[{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('a') }, /AIS\.050[23]/],
				[{ name: 'b.bmp', mimeType: 'image/bmp', buffer: Buffer.alloc(8e6) }, /at most 7\.5 MB/],
			];
			for (const [file, sentence] of files) {
				await page.setInputFiles('#file', file);
				await page.locator('#error', { hasText: sentence }).waitFor();
			}
		},
	},
	{
		what: 'without the demo account nothing is filled in, and a wrong password is a sentence',
		service: 'own',
		async act(page) {
			for (const name of ['account', 'user', 'password']) {
				assert.equal(await page.inputValue(`[name=${name}]`), '');
			}
			await page.setInputFiles('#file', sheep);
			assert.match(await failure(page), /Sign in first/);
			await signIn(page, 'wrong');
			await page.locator('#error', { hasText: 'password is wrong.' }).waitFor();
			await signIn(page, 'ann-password-1');
			await done(page);
			assert.match(await page.locator('#who').textContent(), /ann of account acme/);
		},
	},
	{
		what: 'another project gets a token of its own, and signing out forgets it',
		service: 'own',
		async act(page) {
			await signIn(page, 'ann-password-1');
			await page.locator('#project').selectOption('a2');
			await page.locator('#curl', { hasText: '/v2/a2/image/tagging' }).waitFor();
			await choose(page, sheep);
			await page.click('#sign-out');
			assert.ok(await page.locator('#sign-in').isVisible());
			assert.equal(await page.inputValue('[name=password]'), '');
		},
	},
	{
		what: 'an unreachable service is a sentence',
		async act(page) {
			await page.route('**/image/tagging', (route) => route.abort());
			await page.setInputFiles('#file', sheep);
			assert.match(await failure(page), /can’t be reached/);
		},
	},
];

async function signIn(page, password) {
	await page.fill('[name=account]', 'acme');
	await page.fill('[name=user]', 'ann');
	await page.fill('[name=password]', password);
	await page.locator('#sign-in button').click();
}

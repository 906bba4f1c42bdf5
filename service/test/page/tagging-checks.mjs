import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { airplane, choose, done, hand, names, picture, sheep } from './steps.mjs';
import { photos } from './support.mjs';

/** What works: with which kind of browser, and what to do there. */
export const taggingChecks = [
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
		what: 'nor than the narrowest, with boxes at the picture’s edges',
		options: { viewport: { width: 320, height: 700 } },
		async act(page) {
			await page.fill('[name=threshold]', '0');
			await choose(page, sheep);
			assert.ok((await page.locator('.box.right').count()) > 0);
			const width = await page.evaluate(() => document.documentElement.scrollWidth);
			assert.equal(width, 320);
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
		what: 'a picture dropped before the page knows the demo account waits for it',
		async act(page) {
			await page.route('**/page/start.json', async (route) => {
				await new Promise((resolve) => setTimeout(resolve, 500));
				await route.continue();
			});
			await page.reload();
			await hand(page, 'drop');
			await done(page);
		},
	},
	{
		what: 'tags stand by type, and those with boxes tell how many and can be pressed',
		async act(page) {
			await page.fill('[name=threshold]', '20');
			await choose(page, sheep);
			const groups = await page
				.locator('#tags .group')
				.evaluateAll((sections) =>
					sections.map((section) => [
						section.querySelector('.type').textContent,
						[...section.querySelectorAll('.name')].map(({ textContent }) => textContent),
					]),
				);
			const types = groups.map(([type]) => type);
			assert.equal(new Set(types).size, types.length);
			assert.ok(new Map(groups).get('Animal').includes('sheep'));
			const { result } = JSON.parse(await page.locator('#json').textContent());
			for (const { tag, instances, confidence } of result.tags) {
				const row = page.locator('.tag').filter({ has: page.getByText(tag, { exact: true }) });
				const isButton = await row.evaluate(({ tagName }) => tagName === 'BUTTON');
				assert.equal(isButton, instances.length > 0, tag);
				assert.equal(await row.locator('.value').textContent(), `${Math.round(confidence)} %`);
				if (instances.length > 1)
					assert.equal(await row.locator('.count').textContent(), `${instances.length} boxes`);
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
			await page.locator('#request button').focus();
			await page.keyboard.press('Tab');
			const first = page.locator('#tags button').first();
			assert.ok(await first.evaluate((row) => row === document.activeElement));
			assert.ok((await page.locator('.box.lit').count()) > 0);
			await page.keyboard.press('Enter');
			assert.equal(await first.getAttribute('aria-pressed'), 'true');
			await page.locator('#request button').focus();
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
];

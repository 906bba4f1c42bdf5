import assert from 'node:assert/strict';
import { choose, done, failure, names, picture, sheep, signIn } from './steps.mjs';

/** Accounts, addresses and what goes wrong: at which service, and what to do there. */
export const accountAndFailureChecks = [
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
				[{ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('a') }, /not an image/],
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

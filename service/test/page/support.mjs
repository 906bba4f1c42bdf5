import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../../../test/e2e/chromium.mjs';

export { startService } from '../support/start-service.mjs';

const root = join(import.meta.dirname, '..', '..', '..');

export const photos = join(root, 'examples', 'photos');

/** Path of a picture of the documentation. */
export const documented = (name) => join(root, 'docs', 'images', `service-page-${name}.webp`);

export function launchBrowser() {
	const executablePath = findChromium();
	const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
	return chromium.launch({ executablePath, args, headless: true });
}

/**
 * Opens the service's page.
 * @returns the page, and what the browser complained of: script errors, refused content, requests to elsewhere
 */
export async function openPage(browser, url, options = {}) {
	const context = await browser.newContext({
		viewport: { width: 1240, height: 860 },
		permissions: ['clipboard-read', 'clipboard-write'],
		...options,
	});
	const page = await context.newPage();
	page.setDefaultTimeout(30_000);
	const complaints = [];
	page.on('pageerror', (error) => complaints.push(String(error)));
	page.on('console', (message) => {
		// Chromium notes each failed request too, which the page shows as a sentence.
		const isAnswer = message.text().startsWith('Failed to load resource:');
		if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
	});
	page.on('request', (request) => {
		const elsewhere = !request.url().startsWith(url) && !/^(blob|data):/.test(request.url());
		if (elsewhere) complaints.push(`request to ${request.url()}`);
	});
	await page.goto(url);
	return { page, complaints, close: () => context.close() };
}

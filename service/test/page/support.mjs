import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const root = join(import.meta.dirname, '..', '..', '..');

export const photos = join(root, 'examples', 'photos');

/** Path of a picture of the documentation. */
export const documented = (name) => join(root, 'docs', 'images', `service-page-${name}.png`);

/** Runs the built service on a free port; without a configuration it has the demo account. */
export async function startService(config) {
	const folder = mkdtempSync(join(tmpdir(), 'service-page-'));
	const file = join(folder, 'config.json');
	if (config) writeFileSync(file, JSON.stringify(config));
	const child = spawn(process.execPath, [join(root, 'service', 'dist', 'main.js')], {
		stdio: ['ignore', 'pipe', 'ignore'],
		env: {
			...process.env,
			IMAGE_SERVICE_HOST: '127.0.0.1',
			IMAGE_SERVICE_PORT: '0',
			IMAGE_SERVICE_CONFIG: config ? file : '',
		},
	});
	const [line] = await once(createInterface(child.stdout), 'line');
	return {
		url: JSON.parse(line).listening,
		async stop() {
			child.kill();
			await once(child, 'close');
			rmSync(folder, { recursive: true });
		},
	};
}

export function launchBrowser() {
	const candidates = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
	const executablePath = candidates.find((path) => path && existsSync(path));
	if (!executablePath) throw new Error('Install Chromium, or set CHROMIUM_PATH.');
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
	page.setDefaultTimeout(10_000);
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

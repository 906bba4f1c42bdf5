import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, selectors } from 'playwright-core';
import sharp from 'sharp';
import { root } from '../../scripts/lib/prepare.mjs';
import { untilReady } from '../../scripts/n8n/api.mjs';
import { DEFAULT_VERSION } from '../../scripts/n8n/versions.mjs';
import { findChromium } from './chromium.mjs';

/** As n8n's own tests find the parts of its editor. */
selectors.setTestIdAttribute('data-test-id');

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** For anything to appear; what works appears at once, but a loaded machine may take long. */
const PATIENCE_MS = 120_000;

/** What lies over a page and is no part of a picture: messages; of a cut-out also the canvas's buttons. */
const OVERLAYS = ['.el-notification'];
const OVERLAYS_OF_CUT_OUT = [...OVERLAYS, '[class*="nodeButtonsWrapper"]'];

/** Where the README's pictures are kept. */
const pictures = path.join(root, 'docs/images');

/**
 * A browser, signed in to n8n as its owner.
 *
 * @param {{url: string, version: string, owner: {email: string, password: string}}} n8n
 */
export async function openBrowser(n8n) {
	const browser = await chromium.launch({
		executablePath: findChromium(),
		args: FLAGS,
		timeout: PATIENCE_MS,
		// Playwright's handlers would keep this process from ending, and with it n8n.
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
	});
	const context = await browser.newContext({
		viewport: { width: 1360, height: 860 },
		locale: 'en-US',
		reducedMotion: 'reduce',
	});
	const { email, password } = n8n.owner;
	const logIn = () =>
		context.request.post(`${n8n.url}/rest/login`, {
			data: { emailOrLdapLoginId: email, email, password },
		});
	const answer = await untilReady(logIn, (response) => response.status());
	if (!answer.ok()) throw new Error(`n8n refused the owner's login with ${answer.status()}`);
	const page = await context.newPage();
	page.setDefaultTimeout(PATIENCE_MS);
	return {
		page,
		/**
		 * Saves what the page shows as a picture of the documentation, of the newer n8n only: a PNG
		 * with a palette, or a JPG when the name says so.
		 *
		 * @param {string} name below docs/images
		 * @param {{screenshot: Function}} [target] a part of the page
		 * @param {{clip?: object, fullPage?: boolean}} [options] of Playwright's screenshots
		 */
		async picture(name, target = page, options = {}) {
			if (n8n.version !== DEFAULT_VERSION) return;
			const file = path.join(pictures, path.extname(name) ? name : `${name}.png`);
			await mkdir(path.dirname(file), { recursive: true });
			const overlays = options.clip ? OVERLAYS_OF_CUT_OUT : OVERLAYS;
			const shot = await target.screenshot({
				animations: 'disabled',
				style: `${overlays.join(', ')} { display: none }`,
				...options,
			});
			const picture = sharp(shot).png({ palette: true, effort: 10 });
			await (file.endsWith('.jpg') ? picture.jpeg({ quality: 80, mozjpeg: true }) : picture).toFile(
				file,
			);
		},
		close: () => browser.close(),
	};
}

import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, selectors } from 'playwright-core';
import { root } from '../../scripts/lib/prepare.mjs';
import { Failure } from '../../scripts/n8n/failure.mjs';
import { DEFAULT_VERSION } from '../../scripts/n8n/versions.mjs';

/** As n8n's own tests find the parts of its editor. */
selectors.setTestIdAttribute('data-test-id');

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const isExecutable = (file) => {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
};

/**
 * Path of the Chromium to drive: CHROMIUM_PATH, or the first known name on the PATH.
 *
 * @throws {Failure} there is none
 */
export function findChromium() {
	const onPath = (process.env.PATH ?? '')
		.split(path.delimiter)
		.flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
	const found = [process.env.CHROMIUM_PATH, ...onPath].find((file) => file && isExecutable(file));
	if (found) return found;
	throw new Failure(
		'The browser tests need Chromium: install it (apt-get install chromium) or set CHROMIUM_PATH.',
	);
}

/** Where the README's pictures are kept. */
const pictures = path.join(root, 'docs/images');

/**
 * A browser, signed in to n8n as its owner.
 *
 * @param {{url: string, version: string, owner: {email: string, password: string}}} n8n
 */
export async function openBrowser(n8n) {
	const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
	const context = await browser.newContext({
		viewport: { width: 1360, height: 860 },
		locale: 'en-US',
	});
	const { email, password } = n8n.owner;
	const answer = await context.request.post(`${n8n.url}/rest/login`, {
		data: { emailOrLdapLoginId: email, email, password },
	});
	if (!answer.ok()) throw new Error(`n8n refused the owner's login with ${answer.status()}`);
	const page = await context.newPage();
	page.setDefaultTimeout(30_000);
	return {
		page,
		/** Saves what the page shows as a picture of the documentation, of the newer n8n only. */
		async picture(name, target = page) {
			if (n8n.version !== DEFAULT_VERSION) return;
			mkdirSync(pictures, { recursive: true });
			await target.screenshot({ path: path.join(pictures, `${name}.png`), animations: 'disabled' });
		},
		close: () => browser.close(),
	};
}

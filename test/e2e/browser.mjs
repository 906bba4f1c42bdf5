import { accessSync, constants, mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, selectors } from 'playwright-core';
import { root } from '../../scripts/lib/prepare.mjs';
import { untilReady } from '../../scripts/n8n/api.mjs';
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

/** For anything to appear; what works appears at once, but a loaded machine may take long. */
const PATIENCE_MS = 120_000;

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
export function findChromium({ CHROMIUM_PATH, PATH = '' } = process.env) {
	if (CHROMIUM_PATH) {
		if (isExecutable(CHROMIUM_PATH)) return CHROMIUM_PATH;
		throw new Failure(`CHROMIUM_PATH is ${CHROMIUM_PATH}, where there is no program: correct it.`);
	}
	const found = PATH.split(path.delimiter)
		.flatMap((folder) => NAMES.map((name) => path.join(folder, name)))
		.find(isExecutable);
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
		/** Saves what the page shows as a picture of the documentation, of the newer n8n only; a PNG unless the name says JPG. */
		async picture(name, target = page) {
			if (n8n.version !== DEFAULT_VERSION) return;
			const file = path.join(pictures, path.extname(name) ? name : `${name}.png`);
			mkdirSync(path.dirname(file), { recursive: true });
			await target.screenshot({ path: file, animations: 'disabled' });
		},
		close: () => browser.close(),
	};
}

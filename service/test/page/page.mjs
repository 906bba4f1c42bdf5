/**
 * The page in a real browser.
 * Run `npx tsc` in the service's folder, then `node test/page/page.mjs` there; `--pictures` renews those of the documentation.
 */
import { accountAndFailureChecks } from './account-and-failure-checks.mjs';
import { launchBrowser, openPage, startService } from './support.mjs';
import { taggingChecks } from './tagging-checks.mjs';

/** Not the demo account: nothing may be filled in, and there are two projects. */
const ownAccount = {
	region: 'here-1',
	workers: 1,
	accounts: [
		{
			name: 'acme',
			projects: [
				{ id: 'a1', name: 'first' },
				{ id: 'a2', name: 'second' },
			],
			users: [{ name: 'ann', password: 'ann-password-1' }],
		},
	],
};

const checks = [...taggingChecks, ...accountAndFailureChecks];
const services = { demo: await startService(), own: await startService(ownAccount) };
const browser = await launchBrowser();
let failed = 0;
for (const { what, service = 'demo', options, act } of checks) {
	const { page, complaints, close } = await openPage(browser, services[service].url, options);
	try {
		await act(page);
		if (complaints.length > 0) throw new Error(`The browser complains: ${complaints.join('; ')}`);
		console.log(`✔ ${what}`);
	} catch (error) {
		failed += 1;
		console.error(`✘ ${what}\n${error.stack}`);
	} finally {
		await close();
	}
}
await browser.close();
await Promise.all(Object.values(services).map((service) => service.stop()));
console.log(failed === 0 ? `All ${checks.length} checks passed.` : `${failed} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;

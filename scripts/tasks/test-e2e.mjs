import { prepareAll } from '../lib/prepare.mjs';

/** @param {string[]} args */
export default async function testE2e(args) {
	await prepareAll();
	const { runE2e } = await import('../n8n/e2e.mjs');
	await runE2e(args);
}

import { prepareAll } from '../lib/prepare.mjs';

/** @param {string[]} args */
export default async function start(args) {
	await prepareAll();
	const { runEditor } = await import('../n8n/npm-start.mjs');
	await runEditor(args);
}

import { prepareAll } from '../lib/prepare.mjs';

export default async function start(args) {
	await prepareAll();
	const { runEditor } = await import('../n8n/npm-start.mjs');
	await runEditor(args);
}

import { prepareAll } from '../lib/prepare.mjs';

export default async function testScale(args) {
	await prepareAll();
	const { runScale } = await import('../scale/scale.mjs');
	await runScale(args);
}

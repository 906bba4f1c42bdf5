import { prepareAll } from '../lib/prepare.mjs';

/** @param {string[]} args */
export default async function testScale(args) {
	await prepareAll();
	const { runScale } = await import('../scale/scale.mjs');
	await runScale(args);
}

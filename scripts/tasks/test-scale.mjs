import { prepareAll } from '../lib/prepare.mjs';

/** @param {string[]} args */
export default async function testScale(args) {
	await prepareAll();
	const { runScale } = await import('../../test/scale/main.mjs');
	await runScale(args);
}

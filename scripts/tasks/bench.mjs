import { buildNode, installPackage } from '../lib/prepare.mjs';
import { runTypeScript } from '../lib/run-typescript.mjs';

/** @param {string[]} args */
export default async function bench(args) {
	await installPackage();
	await buildNode();
	await runTypeScript('bench/bench.ts', args);
}

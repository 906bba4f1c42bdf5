import { buildService, installPackage, installService } from '../lib/prepare.mjs';
import { runTypeScript } from '../lib/run-typescript.mjs';

/** @param {string[]} args */
export default async function testSoak(args) {
	await installPackage();
	await installService();
	await buildService();
	await runTypeScript('service/test/soak/main.ts', args);
}

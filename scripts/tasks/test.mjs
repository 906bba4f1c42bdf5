import { handOver } from '../lib/run-command.mjs';
import {
	buildNode,
	buildService,
	installN8n1,
	installPackage,
	installService,
	root,
} from '../lib/prepare.mjs';

export default async function test(args) {
	await installPackage();
	await installService();
	await installN8n1();
	await buildNode();
	await buildService();
	await handOver(process.execPath, ['node_modules/jest/bin/jest.js', ...args], { cwd: root });
}

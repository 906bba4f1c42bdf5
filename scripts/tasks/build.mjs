import { handOver } from '../lib/run-command.mjs';
import { gulp, installPackage } from '../lib/prepare.mjs';

export default async function build() {
	await installPackage();
	await handOver(...gulp('build'));
}

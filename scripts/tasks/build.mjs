import { handOver } from '../lib/run-command.mjs';
import { installPackage, root } from '../lib/prepare.mjs';

export default async function build() {
	await installPackage();
	await handOver(process.execPath, ['node_modules/gulp/bin/gulp.js', 'build'], { cwd: root });
}

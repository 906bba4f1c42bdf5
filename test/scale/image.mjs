import { handOver } from '../../scripts/lib/run-command.mjs';
import { root } from '../../scripts/lib/prepare.mjs';
import { say } from '../../scripts/lib/say.mjs';

/** Carries out the steps of the service's Dockerfile without Docker, and tests what results. */
export async function testImage() {
	say("→ The service's image, by the steps of its Dockerfile, without Docker …");
	const args = ['--test', '--test-reporter=spec', 'service/test/deploy/image.test.mjs'];
	await handOver(process.execPath, args, { cwd: root });
}

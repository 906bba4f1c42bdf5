import { installN8n1, prepareAll } from '../lib/prepare.mjs';
import { runJest } from '../lib/run-jest.mjs';

/**
 * Without arguments a sample that answers within minutes; with arguments all that they select.
 *
 * @param {string[]} args of Jest
 */
export default async function test(args) {
	await prepareAll();
	await installN8n1();
	await runJest(args, args.length === 0 ? { TEST_SAMPLE: '1' } : {});
}

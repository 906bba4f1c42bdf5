/** A process that runs test files with one mutant after the other, as its parent tells it. */
import { join } from 'node:path';

import { root, takeTypeScript } from './loader.mjs';
import { runServiceHere, sharedPools } from './service-here.mjs';
import { globals, runFile } from './test-file.mjs';

const ENGINE = join(root, 'service/src/engine/');

/** @type {Record<string, (message: any) => unknown>} */
const ORDERS = {
	/** @param {{sources: [string, string][]}} message */
	start({ sources }) {
		const ofEngine = sources.some(([path]) => path.startsWith(ENGINE));
		takeTypeScript({
			sources,
			globals,
			keep: ofEngine ? [] : [ENGINE],
			instead: [
				[join(root, 'service/test/support/run-service.ts'), runServiceHere],
				...(ofEngine
					? []
					: /** @type {[[string, typeof sharedPools]]} */ ([
							[join(ENGINE, 'pool/pool.ts'), sharedPools],
						])),
			],
		});
	},
	run: ({ run }) => runFile(run),
};

/** @param {unknown} error */
const late = (error) => {
	// What a test left behind; it is over.
	if (process.env.DEBUG) console.error('late:', error);
};
process.on('uncaughtException', late);
process.on('unhandledRejection', late);
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (/** @type {any} */ message) => {
	void Promise.resolve()
		.then(() => ORDERS[message.order]?.(message))
		.then(
			(result) => process.send?.({ result }),
			(error) => process.send?.({ error: String(error?.stack ?? error) }),
		);
});

/**
 * What is still to be done when this process ends.
 *
 * @type {Set<() => void>}
 */
const pending = new Set();

process.on('exit', () => {
	for (const work of [...pending].reverse()) work();
});

/** A signal that nobody else handles still ends this process by way of its exit handlers. */
for (const [signal, status] of /** @type {const} */ ([
	['SIGINT', 130],
	['SIGTERM', 143],
])) {
	process.on(signal, () => {
		if (process.listenerCount(signal) === 1) process.exit(status);
	});
}

/**
 * Does `work` when this process ends by itself, by Ctrl-C or by SIGTERM; what was asked for last is
 * done first, so that a process ends before the folder is removed that was made for it.
 *
 * @param {() => void} work synchronous
 * @returns {() => void} takes it back
 */
export function atExit(work) {
	pending.add(work);
	return () => pending.delete(work);
}

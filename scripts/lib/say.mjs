/**
 * Progress goes to standard error, so that a command's result alone is on standard output.
 *
 * @param {string} text
 */
export const say = (text) => process.stderr.write(`${text}\n`);

/**
 * Ends this process with a sentence for the user.
 *
 * @param {string} sentence
 * @returns {never}
 */
export function fail(sentence) {
	say(`\n✖ ${sentence}`);
	process.exit(1);
}

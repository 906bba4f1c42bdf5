/** Progress goes to standard error, so that a command's result alone is on standard output. */
export const say = (text) => process.stderr.write(`${text}\n`);

export const fail = (sentence) => {
	say(`\n✖ ${sentence}`);
	process.exit(1);
};

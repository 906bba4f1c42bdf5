/**
 * A failure whose message is the whole story for the user: one sentence that says what happened
 * and what to do. Anything else that is thrown is a defect and keeps its stack.
 */
export class Failure extends Error {
	name = 'Failure';
}

/**
 * What a lost network or a full disk looks like in the output of npm, and what to tell the user.
 *
 * @type {[seen: RegExp, told: string][]}
 */
const CAUSES = [
	[/ENOSPC|no space left/i, 'the disk is full; free some space and start again'],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/,
		'the npm registry cannot be reached; check the network or the proxy and start again',
	],
	[/EACCES|EPERM|EROFS/, 'the folder cannot be written; check its owner and permissions'],
	[/E404|ETARGET|404 Not Found/, 'the npm registry does not have one of the packages'],
	[
		/gyp ERR!/,
		'a native module could not be compiled; install python3, make and a C++ compiler and start again',
	],
];

/**
 * The code of a failure of Node or the operating system, such as ENOENT; undefined when it has none.
 *
 * @param {unknown} error
 */
export const codeOf = (error) =>
	error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));

/**
 * The cause of a failed npm run in words, or undefined when the output shows none of the known ones.
 *
 * @param {string} output what npm printed
 */
export function causeOf(output) {
	return CAUSES.find(([pattern]) => pattern.test(output))?.[1];
}

/*
 * Ends the process with a sentence on a Node that is too old. Loaded before all else, and written so that such a one can
 * read it. The same version stands in `engines` of package.json.
 */
const oldest: [major: number, minor: number] = [20, 19];

const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
	process.stderr.write(
		`Node ${process.versions.node} is too old for this service: install Node ${oldest.join('.')} or newer from https://nodejs.org.\n`,
	);
	process.exit(1);
}

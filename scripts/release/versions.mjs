/**
 * @param {string} tag `v` and the version
 * @param {{packages: Record<string, string>, changelog: string}} state versions by file, and the changelog's text
 * @returns {string[]} a sentence for each place that does not agree with the tag
 */
export function versionProblems(tag, { packages, changelog }) {
	const version = tag.replace(/^v/, '');
	if (!/^v\d+\.\d+\.\d+(-[\w.]+)?$/.test(tag))
		return [`"${tag}" is no tag of a version, such as v1.2.3: release with npm run release.`];
	return [
		...Object.entries(packages)
			.filter(([, found]) => found !== version)
			.map(([path, found]) => `${path} says ${found}, the tag says ${version}.`),
		...(changelog.includes(`\n## [${version}] - `)
			? []
			: [`CHANGELOG.md has no section "## [${version}] - date".`]),
	];
}

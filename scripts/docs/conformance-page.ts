/** A statement of the API reference, and what becomes of it. */
export interface Row {
	/** Of the reference. */
	section: string;
	says: string;
	node: string;
	service: string;
	/** Why it is not done as the reference says, where it is not. */
	deviation?: string;
	/** File, and words of the test's name in it. */
	tests: [file: string, name: string][];
}

const cell = (text: string) => text.replaceAll('|', '\\|');

const linkTo = ([file, name]: Row['tests'][number]) => `[${name}](../${file})`;

const line = ({ section, says, node, service, deviation = '', tests }: Row) =>
	`| ${[section, says, node, service, deviation, tests.map(linkTo).join('; ')].map(cell).join(' | ')} |`;

/** docs/conformance.md. */
export function conformancePage(rows: Row[]): string {
	return `# Conformance

What node and self-hosted service make of the API reference of Image Recognition (edition of 2022-08-01), section by section, each
with the tests that show it. Where one does otherwise, the reason stands beside it.
This page is written by \`node scripts/docs/conformance.mjs\` from the rows in \`test/docs/conformance\`.

<!-- prettier-ignore-start -->

| section | the reference | node | service | why otherwise | shown by |
| --- | --- | --- | --- | --- | --- |
${rows.map(line).join('\n')}

<!-- prettier-ignore-end -->
`;
}

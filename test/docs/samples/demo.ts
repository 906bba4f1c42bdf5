import { tagTable, type TagItem } from '../../../scripts/demo/table';
import { serviceCredentials, type RunningService } from '../../support/service';
import { photo, type Rig } from './rig';

/** The rows of a table of the demo, each with the name of its picture, without head and rules. */
export function rowsOf(table: string): string[][] {
	let picture = '';
	return table
		.split('\n')
		.filter((line) => line !== '' && !/^(Picture|─)/.test(line))
		.map((line) => {
			const [name = '', ...cells] = line.split(/ {2,}/);
			picture = name || picture;
			return [picture, ...cells];
		});
}

/** The rows that the demo prints of these photos, with its threshold, for a request in this language. */
export async function demoRows(
	names: string[],
	language: 'en' | 'zh',
	rig: Rig,
	{ url }: RunningService,
): Promise<string[][]> {
	const [items = []] = await rig.run(
		serviceCredentials(url).accessKey,
		{ output: 'tags', language, options: { threshold: 40 } },
		names.map(photo),
	);
	return rowsOf(tagTable(items as unknown as TagItem[], names));
}

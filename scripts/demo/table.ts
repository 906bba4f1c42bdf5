import type { ImageInfo } from '../../tagging/items';
import type { Tag } from '../../tagging/api';

export type TagItem = Omit<Tag, 'tag'> & {
	tag: string | null;
	image: ImageInfo;
	api_version: string;
};

const pictureOf = ({ file_name, url }: ImageInfo): string =>
	file_name ?? url?.split('/').pop() ?? '';

const boxOf = ({ instances }: TagItem): string => {
	const [first] = instances ?? [];
	if (!first) return '';
	const { top_left_x, top_left_y, width, height } = first.bounding_box;
	const box = `${Math.round(width)} × ${Math.round(height)} at ${Math.round(top_left_x)}, ${Math.round(top_left_y)}`;
	return instances.length > 1 ? `${box} (+${instances.length - 1})` : box;
};

const COLUMNS = ['Picture', 'Tag', 'Chinese', 'Type', 'Confidence', 'Bounding box'];

/** Terminals show Chinese characters two columns wide. */
const widthOf = (text: string): number =>
	[...text].reduce((sum, char) => sum + (/\p{Script=Han}/u.test(char) ? 2 : 1), 0);

/** The tags as a table of text, one row a tag; a picture's name stands in its first row only. */
export function tagTable(items: TagItem[], pictures: string[]): string {
	const rows = pictures.flatMap((picture) => {
		const tags = items.filter(({ image }) => pictureOf(image) === picture);
		if (tags.length === 0) return [[picture, '(no tags)', '', '', '', '']];
		return tags.map((item, index) => [
			index === 0 ? picture : '',
			item.tag ?? '(no tags)',
			item.i18n_tag?.zh ?? '',
			item.type ?? '',
			item.confidence?.toFixed(1) ?? '',
			boxOf(item),
		]);
	});
	const widths = COLUMNS.map((_, column) =>
		Math.max(...[COLUMNS, ...rows].map((row) => widthOf(row[column] ?? ''))),
	);
	const line = (row: string[]) =>
		row
			.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)))
			.join('  ')
			.trimEnd();
	return [
		line(COLUMNS),
		widths.map((width) => '─'.repeat(width)).join('  '),
		...rows.map(line),
	].join('\n');
}

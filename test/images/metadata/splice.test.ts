import { movedTo, splice, type Edit } from '../../../images/metadata/splice';

const FILE = Buffer.from('0123456789abcdef');
const edit = (start: number, end: number, text: string): Edit => ({
	start,
	end,
	bytes: Buffer.from(text),
});

it.each<[string, Edit[], string]>([
	['nothing', [], '0123456789abcdef'],
	['one piece', [edit(4, 6, 'XYZ')], '0123XYZ6789abcdef'],
	['edits in any order', [edit(8, 9, ''), edit(2, 3, 'XY')], '01XY345679abcdef'],
	[
		'what is put in, in front of what begins there',
		[edit(5, 7, 'X'), edit(5, 5, 'Y')],
		'01234YX789abcdef',
	],
	['the ends', [edit(16, 16, 'Z'), edit(0, 1, '')], '123456789abcdefZ'],
])('%s is changed, and every other byte is found where it went', (_, edits, text) => {
	const after = splice(FILE, edits);
	expect(after.toString()).toBe(text);
	const isKept = (at: number) => !edits.some(({ start, end }) => at >= start && at < end);
	for (const at of FILE.keys()) if (isKept(at)) expect(after[movedTo(at, edits)]).toBe(FILE[at]);
});

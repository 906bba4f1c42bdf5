const ASCII = 'the text is ASCII, which is the same in every encoding';
/** @type {import('../accepted.mjs').Row[]} */
const IN_NODE = [
	{
		file: 'nodes/ImageTagging/codecs.ts',
		original: "'Run the workflow again.'",
		why: 'a sentence for people',
	},
	...['image-failure.ts', 'sources/download.ts', 'sources/examine.ts'].map((name) => ({
		file: `nodes/ImageTagging/${name}`,
		original: "'image'",
		why: 'what is no scope stops no batch either',
	})),
	{
		file: 'nodes/ImageTagging/parameters/form.ts',
		original: "''",
		why: 'nobody asks a notice for its value',
	},
	{
		file: 'nodes/ImageTagging/sources/binary.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'is no type of images either',
	},
	{
		file: 'nodes/ImageTagging/sources/download.ts',
		original: 'retryAfterMs === undefined',
		replacement: 'false',
		why: 'a time that is undefined is none',
	},
	{
		file: 'nodes/ImageTagging/sources/download.ts',
		original: /^\{\s*attempt\.release\(\);\s*\}$/,
		why: 'lets go of a timer, which ends by itself',
	},
	{
		file: 'nodes/ImageTagging/sources/examine.ts',
		original: "'jpeg'",
		why: 'any format that is known',
	},
	{
		file: 'nodes/ImageTagging/sources/load.ts',
		original: 'content?.ok',
		replacement: 'content.ok',
		why: 'an execution that was stopped looks at no outcome',
	},
	{
		file: 'nodes/ImageTagging/n8n/clock.ts',
		original: 'left > 0',
		replacement: 'left >= 0',
		why: 'waits once more, for no time',
	},
	{
		file: 'nodes/ImageTagging/output/file-maker.ts',
		original: '/^.*\\//s',
		replacement: '/.*\\//s',
		why: 'begins at the first character, with or without the anchor',
	},
	{
		file: 'nodes/ImageTagging/output/hints.ts',
		original: 'alike[0]?.reason',
		replacement: 'alike[0].reason',
		why: 'of each outcome there is a problem',
	},
	{
		file: 'nodes/ImageTagging/output/hints.ts',
		original: '[]',
		replacement: '["Stryker was here"]',
		why: 'a warning of no kind is told to nobody',
	},
	{
		file: 'nodes/ImageTagging/output/tagged-image.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'is no type with an ending either',
	},
	{
		file: 'nodes/ImageTagging/parameters/form.ts',
		original: 'a.displayName < b.displayName',
		replacement: 'a.displayName <= b.displayName',
		why: 'no two options have the same name',
	},
	{
		file: 'nodes/ImageTagging/parameters/http-url.ts',
		original: /^(hostname === )?''$/,
		replacement: /^(false|"Stryker was here!")$/,
		why: 'an address of http without a host was refused before',
	},
];

/**
 * Those of batch, tagging and the node.
 *
 * @type {import('../accepted.mjs').Row[]}
 */
export const IN_ROOMS = [
	...IN_NODE,
	{
		file: 'batch/rate-limiter.ts',
		original: 'allowedRate > UNUSED_HEADROOM * this.measuredRate',
		replacement: 'allowedRate >= UNUSED_HEADROOM * this.measuredRate',
		why: 'two measured rates are the same by chance alone, and either share is right then',
	},
	{
		file: 'tagging/answer.ts',
		original: '[]',
		replacement: '["Stryker was here"]',
		why: 'a text in the list has no fields, and is left out as well',
	},
	{
		file: 'tagging/filters.ts',
		original: "name.normalize('NFKC').toLowerCase()",
		replacement: "name.normalize('NFKC').toUpperCase()",
		why: 'folds the same names, but for letters such as ß, which no tag has',
	},
	{ file: 'tagging/request-body.ts', original: "'latin1'", why: ASCII },
	{
		file: 'tagging/request-body.ts',
		original: 'start < image.length',
		replacement: 'start <= image.length',
		why: 'one more piece, of nothing',
	},
];

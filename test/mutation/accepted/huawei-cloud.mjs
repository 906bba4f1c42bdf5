const NO_CODE = 'is no code either, and no text that a table has';
const DROPPED = 'tells the linter alone that these are dropped on purpose';

/**
 * Those of requests, the client and errors.
 *
 * @type {import('../accepted.mjs').Row[]}
 */
export const IN_REQUESTS = [
	{
		file: 'huawei-cloud/client/accepted-credentials.ts',
		original: '!isProven(at, now)',
		replacement: 'false',
		why: 'what is old is kept in memory, and counts for nothing',
	},
	{
		file: 'huawei-cloud/client/credential-check.ts',
		original: 'skew > 0',
		replacement: 'skew >= 0',
		why: 'is asked of more than 15 minutes alone',
	},
	{
		file: 'huawei-cloud/endpoints.ts',
		original: '/(?!)/',
		why: 'puts nothing in the place of nothing',
	},
	{
		file: 'huawei-cloud/endpoints.ts',
		original: /\?\.\[1\]\?\.toLowerCase$/,
		replacement: /\?\.\[1\]\.toLowerCase$/,
		why: 'where the text matches, the group is there',
	},
	{
		file: 'huawei-cloud/errors/authentication-error.ts',
		original: "'huaweiCloud'",
		why: 'is written and read by the same name',
	},
	{
		file: 'huawei-cloud/errors/classify.ts',
		original: /^\/\^APIGW/,
		replacement: /^\/APIGW/,
		why: 'a code with these letters inside is in no table, with or without them',
	},
	...[
		'huawei-cloud/errors/classify.ts',
		'huawei-cloud/errors/codes/network.ts',
		'huawei-cloud/errors/read-answer.ts',
	].map((file) => ({
		file,
		original: "''",
		replacement: '"Stryker was here!"',
		why: NO_CODE,
	})),
	{
		file: 'huawei-cloud/errors/classify.ts',
		original: "answer.code ?? ''",
		replacement: "answer.code && ''",
		why: NO_CODE,
	},
	{
		file: 'huawei-cloud/errors/classify.ts',
		original: '/\\.$/',
		replacement: '/\\./',
		why: 'a sentence of the tables has one full stop, at its end',
	},
	{
		file: 'huawei-cloud/errors/classify.ts',
		original: '[]',
		replacement: '["Stryker was here"]',
		why: 'one word more is not enough to be quoted',
	},
	{
		file: 'huawei-cloud/errors/classify.ts',
		original: 'status !== undefined',
		replacement: 'true',
		why: 'nothing is not 100 or more either',
	},
	...['500', '400', '300', '200'].map((status) => ({
		file: 'huawei-cloud/errors/codes/status.ts',
		original: `status >= ${status}`,
		replacement: `status > ${status}`,
		why: 'that very status is in the list',
	})),
	{
		file: 'huawei-cloud/errors/read-answer.ts',
		original: "typeof value === 'object'",
		replacement: 'true',
		why: 'texts and numbers have no such fields',
	},
	{
		file: 'huawei-cloud/errors/read-answer.ts',
		original: 'code === undefined',
		replacement: 'false',
		why: 'gives undefined as well',
	},
	{
		file: 'huawei-cloud/errors/timing.ts',
		original: 'text === undefined',
		replacement: 'false',
		why: 'the text "undefined" is no time either',
	},
	{
		file: 'huawei-cloud/json.ts',
		original: /^\{\s*return undefined;\s*\}$/,
		why: 'gives undefined as well',
	},
	{ file: 'huawei-cloud/request/wire/body.ts', original: '[form, body]', why: DROPPED },
	...["'authentication'", "'WRONG_ENDPOINT'"].map((original) => ({
		file: 'huawei-cloud/client/image-endpoint-probe.ts',
		original,
		why: "n8n's Test button shows the sentences alone",
	})),
	{
		file: 'huawei-cloud/request/proof.ts',
		original: "'access key'",
		why: 'any name that is no token',
	},
	{ file: 'huawei-cloud/request/wire/url.ts', original: '[baseURL, qs]', why: DROPPED },
	{
		file: 'huawei-cloud/request/wire/url.ts',
		original: /^\/\^\[\^\?#\]\*\//,
		replacement: /^\/(\^)?\[\^\?#\]\*\/(\.exec\(url\)\[0\])?$/,
		why: 'matches any text from its start, with or without the anchor',
	},
];

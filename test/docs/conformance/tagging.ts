import type { Row } from '../../../scripts/docs/conformance-page';

const tagging = 'service/test/tagging';
const engine = 'test/engine';
const errors = 'test/huawei-cloud/errors';

/** Chapters 4 to 6 of the reference: the two versions of Image Tagging, examples, statuses and codes. */
export const TAGGING: Row[] = [
	...['v1.0', 'v2'].flatMap((version): Row[] => {
		const table = version === 'v2' ? '4-4' : '4-1';
		return [
			{
				section: `4 Table ${table} (${version})`,
				says: 'image: base64 text of at most 10 MB; or url.',
				node: 'Sends one of them; checks the size before.',
				service: 'One of them, else AIS.0501; too large: AIS.0504.',
				tests: [
					[
						'test/tagging/request-body.test.ts',
						'is JSON that gives the same bytes and limits back',
					],
					['service/test/http/failures.test.ts', 'both image and url'],
				],
			},
			{
				section: `4 Table ${table} (${version})`,
				says: 'JPG, PNG or BMP; narrow side above 15, wide side up to 4096 pixels.',
				node: 'Checks them before sending; WEBP passes with a hint.',
				service: 'AIS.0502 and AIS.0504; takes WEBP.',
				deviation: 'Newer editions of the cloud take WEBP too.',
				tests: [
					['test/images/validate.test.ts', 'names every problem at once'],
					['service/test/http/failures.test.ts', 'AIS.0502'],
				],
			},
			{
				section: `4 Table ${table} (${version})`,
				says: 'language: zh or en, by default zh.',
				node: 'Always sends it; its own default is English.',
				service: 'By default Chinese.',
				deviation: "The node's default is that of its texts; saved workflows name theirs.",
				tests: [[`${tagging}/answers.test.ts`, 'names tags in Chinese unless asked for English']],
			},
			{
				section: `4 Table ${table} (${version})`,
				says: `limit: by default ${version === 'v2' ? 50 : 30}.`,
				node: 'Is not sent unless set; 1 or more.',
				service: `So${version === 'v2' ? '; more than 150 is taken for 150' : ''}; a limit below 1 is AIS.0501.`,
				tests: [
					['test/tagging/request-body.test.ts', 'leaves out what was not set'],
					[`${tagging}/reference-fields.test.ts`, 'limit must be a whole number of at least 1.'],
				],
			},
			{
				section: `4 Table ${table} (${version})`,
				says: `threshold: 0 to 100, by default ${version === 'v2' ? 60 : 0}${version === 'v2' ? '' : ', also for a value out of range'}.`,
				node: 'Is not sent unless set; 0 to 100.',
				service: 'So; out of range means the default.',
				tests: [[`${tagging}/answers.test.ts`, 'takes the default for a threshold of %d']],
			},
			{
				section: `4 Table ${table} (${version})`,
				says: 'An unused image or url may be sent as an empty string.',
				node: 'Leaves it out.',
				service: 'Takes an empty string, and null, as absent.',
				tests: [
					[
						`${tagging}/answers.test.ts`,
						'takes an empty string for absent, as the reference sends it',
					],
					[`${tagging}/reference-fields.test.ts`, 'takes null for %s as absent'],
				],
			},
			{
				section: `4 Table ${table} (${version})`,
				says: "url: the image's download is part of the call's time.",
				node: 'Can download itself (Download Image in n8n), with attempts of its own.',
				service: 'Downloads within `urlFetch.timeoutMs`, else ModelArts.4603.',
				tests: [
					[`${engine}/download-retries.test.ts`, 'has its own attempts'],
					['service/test/fetch/downloads.test.ts', 'a file that never ends'],
				],
			},
		];
	}),
	{
		section: '4.1 Table 4-2',
		says: 'confidence is a number; type is object, scene or concept; i18n_tag in both languages.',
		node: 'Items have the same fields.',
		service: 'Answers so.',
		tests: [
			['test/tagging/items.test.ts', 'items from the v1.0 sample answer of the API reference'],
			[`${tagging}/answers.test.ts`, 'answers with numbers, kinds and no boxes'],
		],
	},
	{
		section: '4.2 Table 4-5',
		says: 'confidence is a string; instances have bounding boxes, or are empty.',
		node: 'Confidences are numbers in its items; boxes are also given relative to the sides.',
		service: 'Answers so.',
		deviation: 'Filters and sums in workflows need numbers.',
		tests: [
			['test/tagging/items.test.ts', 'items from the v2 sample answer of the API reference'],
			[
				`${tagging}/answers.test.ts`,
				'answers with strings, categories and boxes inside the picture',
			],
		],
	},
	{
		section: '4 Examples',
		says: 'Requests with base64 and with a URL; successful and failed answers.',
		node: 'Reads the answers.',
		service: 'Answers them in the shape of the examples.',
		tests: [
			[
				'service/test/conformance/reference-examples.test.ts',
				'is answered in the shape of the example',
			],
		],
	},
	{
		section: '5 Application examples',
		says: 'Python, Java and PHP.',
		node: '–',
		service: 'They run against it with nothing changed but the address and the token.',
		tests: [['service/test/clients/run.mjs', 'Python 3 with requests']],
	},
	{
		section: '6.1 Table 6-1',
		says: 'Status codes.',
		node: 'Knows all of them; 413 and 429 are tried again after Retry-After.',
		service: 'Sends those that a gateway sends; the reference prints 400 for every code of 6.2.',
		deviation: '[Statuses](../service/docs/api.md#where-it-differs-from-the-cloud)',
		tests: [
			[`${errors}/tables.test.ts`, 'has every status of the reference'],
			['service/test/openapi/document.test.ts', 'names every code with which a request can fail'],
		],
	},
	{
		section: '6.2 Error codes',
		says: '31 codes with cause and solution.',
		node: 'A sentence and a remedy for each: [error codes](error-codes.md).',
		service: 'Sends 16 of them; 15 speak of what exists in the cloud only.',
		deviation:
			'[Codes that it never sends](../service/docs/api.md#where-it-differs-from-the-cloud)',
		tests: [
			[
				`${errors}/tables.test.ts`,
				'has every code of the reference and of newer editions, and no other',
			],
			['service/test/openapi/document.test.ts', 'sends no code that exists in the cloud only'],
		],
	},
];

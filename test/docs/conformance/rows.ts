import type { Row } from '../../../scripts/docs/conformance-page';

const iam = 'service/test/iam';
const tagging = 'service/test/tagging';
const engine = 'test/engine';
const errors = 'test/huawei-cloud/errors';

/** The reference, section by section: what the node does with it, what the service does, and the tests that show it. */
export const ROWS: Row[] = [
	{
		section: '1.3 Endpoints',
		says: 'They vary with service and region, and come from the administrator.',
		node: 'Those of the public regions are filled in; any other is entered, with or without scheme.',
		service: 'Is an endpoint itself, for IAM and Image Recognition alike.',
		tests: [
			['test/huawei-cloud/endpoints.test.ts', 'are those of Huawei Cloud'],
			['test/huawei-cloud/endpoints.test.ts', 'an endpoint that was written by hand'],
		],
	},
	{
		section: '3.1 Applying',
		says: 'The service is applied for once, before it is used.',
		node: 'ModelArts.4204 says so.',
		service: 'Needs no application.',
		tests: [[`${errors}/tables.test.ts`, 'has every code of the reference']],
	},
	{
		section: '3.2 Table 3-1',
		says: 'All requests are HTTPS.',
		node: 'HTTPS, unless an endpoint is written with `http://`.',
		service: 'HTTP or, with a certificate, HTTPS.',
		deviation: 'On one machine, or behind a proxy that ends TLS, HTTP is enough.',
		tests: [
			[
				'test/huawei-cloud/endpoints.test.ts',
				'is a plain base URL or a sentence, whatever was written',
			],
			['service/test/http/connections/connections.test.ts', 'over TLS'],
		],
	},
	{
		section: '3.2 Table 3-3',
		says: 'X-Sdk-Date has the form YYYYMMDDTHHMMSSZ.',
		node: 'Sends and signs it.',
		service: 'Refuses another form, and a time that is more than 15 minutes off.',
		tests: [
			['test/huawei-cloud/signing/signature.test.ts', 'writes the date as the gateway wants it'],
			[`${iam}/signatures.test.ts`, 'its time is %d minutes off'],
		],
	},
	{
		section: '3.2 Table 3-3',
		says: 'Authorization has the signature; the sample writes `Credential=…/…//ec2/sdk_request`.',
		node: 'Writes `Access=<AK>`.',
		service: "Takes `Access=`, and `Credential=` for keys that are derived by today's SDKs.",
		deviation: 'No signer of today writes the form of the sample.',
		tests: [
			[
				'test/huawei-cloud/signing/signature.property.test.ts',
				'the signature equals that of the official signer',
			],
			['service/test/auth/signature.test.ts', 'reads the Authorization header'],
		],
	},
	{
		section: '3.2 Table 3-3',
		says: 'X-Project-Id is mandatory for users with several projects.',
		node: 'Sends and signs it whenever the project is known; looks the project up by its name.',
		service: 'Refuses one that the caller may not use.',
		tests: [
			[`${engine}/project.test.ts`, 'the project of a request'],
			[`${iam}/signatures.test.ts`, 'are refused for a project of another account'],
		],
	},
	{
		section: '3.2 Token request',
		says: 'POST /v3/auth/tokens with account, user, password and scope.',
		node: 'Asks so, with the project by ID or name.',
		service: 'Answers 201, the token in X-Subject-Token.',
		tests: [
			['test/huawei-cloud/iam/session.test.ts', 'is asked for as IAM documents it'],
			[
				'service/test/conformance/reference-examples.test.ts',
				'obtaining a token, with a project as its scope',
			],
		],
	},
	{
		section: '3.3 Token',
		says: 'Valid for 24 hours; to be kept rather than asked for each time.',
		node: 'Keeps it in the credential for all executions, and renews it in its last 30 minutes.',
		service: 'Valid for 24 hours (`tokenSeconds`).',
		tests: [
			['test/huawei-cloud/iam/session.test.ts', 'is renewed in its last 30 minutes'],
			[`${iam}/tokens.test.ts`, 'a token expires when its time is over'],
		],
	},
	{
		section: '3.3 Token',
		says: 'Image Recognition needs a token whose scope is a project.',
		node: 'Always asks for one.',
		service: 'Refuses tagging with a token of the account: 403 ModelArts.4203.',
		tests: [['service/test/http/failures.test.ts', 'a token without a project scope']],
	},
	{
		section: '3.3 Token',
		says: 'POST /v3/auth/projects with X-Auth-Token.',
		node: 'Asks by GET, as IAM documents it.',
		service: 'Answers to both.',
		tests: [
			[
				'test/huawei-cloud/iam/project-lookup.test.ts',
				"asks what the user has access to when it may not list the account's projects",
			],
			[
				'service/test/iam/catalog.test.ts',
				'are the same by POST, as the reference prints it, as by GET',
			],
		],
	},
	{
		section: '3.3 AK/SK',
		says: 'Signed requests may have 12 MB.',
		node: 'Refuses images above 10 MB of base64 before it sends them.',
		service: '413 APIG.0201 above 12 MB.',
		tests: [
			['test/images/validate.test.ts', 'takes the last byte that fits and refuses the next'],
			['service/test/http/bodies/request-body.test.ts', 'may have 12 MB to the byte'],
		],
	},
	{
		section: '3.4 Response body',
		says: "A token's answer has a catalog of endpoints.",
		node: 'Asks for none (`?nocatalog=true`).',
		service: 'Has one, unless asked for none.',
		tests: [['service/test/iam/catalog.test.ts', 'has the address of each service']],
	},
	{
		section: '3.4 Failure',
		says: '`error_code` and `error_msg`.',
		node: "Reads them, the gateway's and IAM's forms; `details` of an item has them.",
		service: "So, with `request_id`; IAM's failures have both forms.",
		tests: [
			[`${errors}/classify.test.ts`, 'gives code, status, sentence, remedy and request ID'],
			['service/test/iam/catalog.test.ts', 'has the fields of the other services beside its own'],
		],
	},
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
				node: 'Is not sent unless set; 1 to 150.',
				service: 'So; a limit below 1 is AIS.0501.',
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
				node: 'Can download itself (Download URL), with attempts of its own.',
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

import type { Row } from '../../../scripts/docs/conformance-page';

const iam = 'service/test/iam';
const engine = 'test/engine';
const errors = 'test/huawei-cloud/errors';

/** Chapters 1 and 3 of the reference: endpoints, requests, authentication, answers. */
export const CALLING: Row[] = [
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
];

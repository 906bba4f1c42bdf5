import {
	CHECK_ENDPOINT,
	SELF_HOST,
	SLOW_DOWN,
	authentication,
	image,
	service,
	throttled,
	type Table,
	type Variant,
} from './row';

/** Codes of the API gateway. Older gateways call them `APIGW.*`: the same rows. */
export const APIG: Table = {
	'APIG.0101': service(
		'There is no such API at this endpoint.',
		`${CHECK_ENDPOINT} Check too that the region has Image Recognition and that the chosen API version is offered there.`,
		{
			onPublicEndpoint: {
				meaning:
					'Huawei Cloud has no Image Recognition at this address: the public service is being retired (planned end 2026-12-30), or the region never had it.',
				remedy: `${CHECK_ENDPOINT} ${SELF_HOST}`,
			},
		},
	),
	'APIG.0201': image(
		'The gateway refused the request: it is malformed or too large (12 MB at most), or the service behind it did not answer.',
		'Turn on the option Shrink Large Images, or make the image smaller with an Edit Image node. If small images fail too, check the endpoint in the credential, or try later.',
		{ quotesService: true, statusDecides: true },
	),
	'APIG.0301': authentication(
		'The gateway refused the authentication.',
		'Open the credential, check the keys or the token, and use its test.',
		{ renewsToken: true, maybeClock: true, quotesService: true },
	),
	'APIG.0302': authentication(
		'This user may not call the API.',
		"Give the user or its group permission for Image Recognition in IAM, and check that Project ID in the credential is the user's own.",
		{ quotesService: true },
	),
	'APIG.0308': throttled('Requests were sent faster than the service allows.', SLOW_DOWN),
};

const LOCKED =
	'Wait five minutes, correct Access Key ID and Secret Access Key in the credential, use its test once, and only then run the workflow again.';

/** What the gateway's text under `APIG.0301` says; the first match counts. Texts as captured from gateways of several editions. */
export const AUTHENTICATION_VARIANTS: readonly Variant[] = [
	{
		cause: 'key locked',
		text: /AK access failed to reach the limit/i,
		...authentication(
			'The service has locked this access key for five minutes, because it was used with a wrong signature more than five times in a row.',
			LOCKED,
		),
	},
	{
		cause: 'clock',
		text: /signature expired|signature time\s*:|request (?:has )?expired|clock skew|x-sdk-date.{0,40}(?:expired|invalid)/i,
		...authentication(
			"The signature has expired for the service: the clock of the machine that runs n8n differs from the service's by more than 15 minutes.",
			'Set the clock of the machine that runs n8n (with NTP), then run the workflow again.',
			{ maybeClock: true },
		),
	},
	{
		cause: 'unknown access key',
		text: /\bak\b.{0,200}not exist|secretKey failed|access key.{0,80}(?:not exist|not found|invalid)/i,
		...authentication(
			'The service does not know this Access Key ID.',
			'Open the credential and check Access Key ID: it must be complete, active, and of the cloud that the endpoint belongs to. A temporary key needs its Security Token as well.',
		),
	},
	{
		cause: 'security token',
		text: /(?:\bno|wrong|missing|invalid|expired) (?:x-)?security[ -]?token|security[ -]?token.{0,60}(?:missing|invalid|expired|wrong|is not|not match)|^(?!.*signature fail).*security[ -]?token/i,
		...authentication(
			'The Security Token of the temporary access key is missing, wrong or expired, or there is one with a permanent key.',
			'Open the credential and enter Access Key ID, Secret Access Key and Security Token anew, all three from the same answer; a permanent key has no Security Token.',
		),
	},
	{
		cause: 'wrong secret key',
		text: /verify ak ?sk signature fail|signature (?:does not match|mismatch|is (?:incorrect|invalid))|signature not match/i,
		...authentication(
			'The signature does not match: the Secret Access Key is wrong, or a proxy changed the request on its way.',
			'Open the credential and enter Access Key ID and Secret Access Key anew, both from the same file. With a proxy between n8n and the service, let requests pass unchanged.',
			{ maybeClock: true },
		),
	},
	{
		cause: 'expired token',
		text: /token.{0,40}(?:expire|must be updated|out of date)|expired? token/i,
		...authentication(
			'The token has expired; tokens are valid for 24 hours, and end earlier when the password or a permission changes.',
			'Nothing needs to be done with the authentication "IAM User": a new token is obtained by itself. With "Token", open the credential and paste a new one, or switch to "IAM User".',
			{ renewsToken: true },
		),
	},
	{
		cause: 'bad token',
		text: /decrypt token|(?:parse|decode|verify|validate).{0,20}token|token.{0,40}(?:invalid|fail|malformed|illegal)|(?:invalid|illegal) token/i,
		...authentication(
			"The service can't read the token: it is incomplete, or of another cloud or region.",
			'Open the credential and paste the whole value of the header X-Subject-Token, obtained from the IAM endpoint of the same cloud.',
			{ renewsToken: true },
		),
	},
];

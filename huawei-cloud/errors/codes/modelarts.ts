import {
	CHECK_ENDPOINT,
	CONTACT_OPERATOR,
	SELF_HOST,
	account,
	authentication,
	image,
	service,
	transient,
	type Table,
} from './row';

const NEW_TOKEN =
	'Nothing needs to be done with the authentication "IAM User": a new token is obtained by itself. With "Token", open the credential and paste a new one.';
const SUBSCRIBE =
	'Subscribe to Image Recognition in the console in the region that the credential names; a subscription holds for one region only. Check Region, Image Recognition Endpoint and API Version.';
const OBS_ACCESS =
	"Check bucket and object key, and that the bucket is in the service's region. For a private bucket use the image source OBS Object, which signs the URL, or authorise Image Recognition for OBS in the console.";

/** Codes of the inference platform that Image Recognition runs on. */
export const MODELARTS: Table = {
	'ModelArts.0203': authentication('The token is not valid.', NEW_TOKEN, { renewsToken: true }),
	'ModelArts.4101': authentication(
		'The request reached the service without a token or signature.',
		'Open the credential and fill in the fields of the chosen authentication. If they are filled in, a proxy may have removed the headers.',
	),
	'ModelArts.4102': authentication("The service can't parse the token.", NEW_TOKEN, {
		renewsToken: true,
	}),
	'ModelArts.4103': authentication('The token is not valid any more.', NEW_TOKEN, {
		renewsToken: true,
	}),
	'ModelArts.4104': image(
		"The length of the request is outside the service's limits.",
		'Turn on the option Shrink Large Images, or make the image smaller with an Edit Image node: as base64 it may have 10 MB.',
	),
	'ModelArts.4105': image(
		'The service could not read the request as JSON.',
		'A proxy between n8n and the service may have changed or cut the request; try a smaller image, or a way without the proxy.',
	),
	'ModelArts.4106': account(
		'The account is restricted, for example frozen or in arrears.',
		'Look up the reason in the console (Billing Center), clear it, then run the workflow again.',
	),
	'ModelArts.4107': transient(
		'The service could not obtain a temporary key to work for this account.',
		CONTACT_OPERATOR,
	),
	'ModelArts.4201': service('The URL of the request has no service ID.', CHECK_ENDPOINT),
	'ModelArts.4202': service('The URL of the request has a wrong format.', CHECK_ENDPOINT),
	'ModelArts.4203': authentication(
		'This user has no permission for the project.',
		"Open the credential and check Project ID and Project Name: the project must be the user's own. Give the user permission for Image Recognition in IAM.",
	),
	'ModelArts.4204': account(
		'The account has not subscribed to this API in this region.',
		SUBSCRIBE,
		{
			onPublicEndpoint: {
				meaning:
					'The account has not subscribed to this API in this region. The public service is not sold any more and is being retired (planned end 2026-12-30).',
				remedy: `${SUBSCRIBE} ${SELF_HOST}`,
			},
		},
	),
	'ModelArts.4601': image(
		'The URL of the image is not valid.',
		'Check that URL is a complete http:// or https:// address, with special characters encoded.',
	),
	'ModelArts.4603': image(
		'The service could not download the image from its URL.',
		'Check that the URL opens without a login and shows an image, or turn on the option Download Image in n8n if only n8n can reach it.',
	),
	'ModelArts.4702': image(
		'Image Recognition has no agency to read from OBS.',
		'Use the image source OBS Object with access keys, which signs the URL, or authorise Image Recognition for OBS in the console.',
	),
	'ModelArts.4703': image(
		'The OBS URL is not valid.',
		'Use the form https://<bucket>.<OBS endpoint>/<object key>, or the image source OBS Object, which makes the URL itself.',
	),
	'ModelArts.4704': image('The service could not get the object from OBS.', OBS_ACCESS),
	'ModelArts.4705': image(
		'The OBS object is too large.',
		'Use an image of at most 7.5 MB, or download it in n8n and turn on the option Shrink Large Images.',
	),
	'ModelArts.4706': image('The OBS object does not exist.', OBS_ACCESS),
};

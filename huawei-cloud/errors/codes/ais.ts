import {
	CHECK_ENDPOINT,
	CONTACT_OPERATOR,
	SELF_HOST,
	account,
	authentication,
	image,
	service,
	throttled,
	transient,
	type Table,
} from './row';

const BUG =
	'Check the options of the node; if they are all right, update this package, since the request is made by it.';

/** Codes of the AI services: those of the reference's section 6.2, and those of newer editions. */
export const AIS: Table = {
	'AIS.0002': authentication(
		'Image Recognition refused the token.',
		'Nothing needs to be done with the authentication "IAM User": a new token is obtained by itself. With "Token", open the credential and paste a new one.',
		{ renewsToken: true },
	),
	'AIS.0003': transient('Image Recognition had an internal error.', CONTACT_OPERATOR),
	'AIS.0004': account(
		'The account is not authorised for Image Recognition, or has not subscribed to it.',
		'Subscribe to Image Recognition in the console, in the region that the credential names, and give the user permission to use it.',
	),
	'AIS.0005': service(
		'There is no such service at this endpoint.',
		`${CHECK_ENDPOINT} Not every region has Image Recognition. ${SELF_HOST}`,
	),
	'AIS.0007': account(
		'Image Recognition is not enabled for this account.',
		'Enable Image Recognition in the console, in the region that the credential names.',
	),
	'AIS.0010': image('The service refused a request header.', BUG, { quotesService: true }),
	'AIS.0011': image('The service says that a parameter of the request is missing.', BUG, {
		quotesService: true,
	}),
	'AIS.0012': image('The service does not know a parameter of the request.', BUG, {
		quotesService: true,
	}),
	'AIS.0013': service(
		'The service does not accept this HTTP method.',
		`${CHECK_ENDPOINT} A proxy may have turned the POST into a GET.`,
	),
	'AIS.0014': image(
		'The service could not read the request as JSON.',
		'A proxy between n8n and the service may have changed or cut the request; try a smaller image, or a way without the proxy.',
		{ quotesService: true },
	),
	'AIS.0015': image(
		'The service could not decode the image from base64.',
		'Check that Base64 holds the whole image, plain or as a data: URL, or use the image as binary data instead.',
	),
	'AIS.0020': image(
		'The request is larger than the service accepts.',
		'Turn on the option Shrink Large Images, or make the image smaller with an Edit Image node: as base64 it may have 10 MB, which is about 7.5 MB of image.',
	),
	'AIS.0021': image(
		'The service does not accept this type of file.',
		'Use a JPG, PNG or BMP image; an Edit Image node converts others.',
	),
	'AIS.0022': image(
		'The service does not accept this URL.',
		'Check that URL is a complete http://, https:// or OBS address.',
		{ quotesService: true },
	),
	'AIS.0023': image(
		'The OBS object is too large.',
		'Use an image of at most 7.5 MB, or download it in n8n and turn on the option Shrink Large Images.',
	),
	'AIS.0024': image(
		'The service could not fetch the object from OBS.',
		"Check bucket and object key, that the bucket is in the service's region, and that it is public or Image Recognition has an OBS agency.",
	),
	'AIS.0025': image('The OBS object is empty.', 'Upload the image to OBS again.'),
	'AIS.0026': authentication(
		'The token belongs to an account and not to a project.',
		'Open the credential and paste a token whose scope is a project, or use the authentication "IAM User", which obtains one.',
	),
	'AIS.0027': account(
		'The account is frozen or in arrears.',
		'Top up or unfreeze the account in the console (Billing Center), then run the workflow again.',
	),
	'AIS.0028': image(
		'The user is not the owner of what was asked for.',
		'Open the credential and use a key or user of the owner, or check Project ID.',
	),
	'AIS.0029': image(
		'The service could not download the image from the internet.',
		'Check that the URL opens without a login, or turn on the option Download Image in n8n.',
	),
	'AIS.0030': image('There is no such task.', 'Run the workflow again.'),
	'AIS.0031': throttled(
		"The account's limit of tasks is reached.",
		'Lower the option Max Concurrency, or wait until other tasks are done.',
	),
	'AIS.0032': account(
		'The free quota of Image Recognition is used up.',
		'Switch on pay-per-use or buy a package in the console, then run the workflow again.',
	),
	'AIS.0501': image(
		'The service refused the value of a parameter.',
		'Check the options Limit, Threshold and Language, and that the item has exactly one image.',
		{ quotesService: true },
	),
	'AIS.0502': image(
		'The service does not support the format of this image.',
		'Use a JPG, PNG or BMP image; an Edit Image node converts others.',
	),
	'AIS.0503': image(
		'The image is damaged.',
		'Open the file in a viewer; if it is broken there too, get it again. Saving it anew with an Edit Image node often helps.',
	),
	'AIS.0504': image(
		"The size of the image is outside the service's limits.",
		'The narrow side needs more than 15 pixels, the wide side at most 4096, and the base64 text at most 10 MB. Turn on the option Shrink Large Images, or resize with an Edit Image node.',
	),
	'AIS.0505': transient(
		'The recognition failed inside the service.',
		`${CONTACT_OPERATOR} If it is always the same image, save it anew with an Edit Image node.`,
	),
	'AIS.0506': transient('Image Recognition had an internal error.', CONTACT_OPERATOR),
};

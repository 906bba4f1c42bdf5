import {
	CHECK_ENDPOINT,
	CONTACT_OPERATOR,
	SLOW_DOWN,
	account,
	authentication,
	image,
	service,
	throttled,
	transient,
	type Row,
	type Table,
} from './row';

const PROXY =
	'Check the endpoint in the credential, and whether a proxy stands between n8n and the service.';

const interim = (name: string): Row =>
	service(`The server answered with ${name}, which is no answer to the request.`, PROXY);
const noResult = (name: string): Row =>
	service(`The server answered with ${name}, but without a result.`, PROXY);
const redirect = (name: string): Row =>
	service(
		`The server answered with a redirect (${name}), which is not followed, so that keys and tokens go nowhere else.`,
		"Open the credential and set the endpoint to the service's own address; if it is right, a proxy or login page redirects the request.",
	);
const refused = (name: string): Row =>
	service(`The server refused the request (${name}).`, PROXY, { quotesService: true });

const headersTooLarge = (): Row =>
	image(
		'The headers of the request are larger than the server accepts.',
		'Open the credential and check that Token and Security Token hold one token each and nothing else.',
	);

/** HTTP statuses of the reference's section 6.1, for answers without a code of their own. */
export const STATUS: Table = {
	'HTTP.100': interim('100 Continue'),
	'HTTP.101': interim('101 Switching Protocols'),
	'HTTP.200': noResult('200 OK'),
	'HTTP.201': noResult('201 Created'),
	'HTTP.202': noResult('202 Accepted'),
	'HTTP.203': noResult('203 Non-Authoritative Information'),
	'HTTP.204': noResult('204 No Content'),
	'HTTP.205': noResult('205 Reset Content'),
	'HTTP.206': noResult('206 Partial Content'),
	'HTTP.300': redirect('300 Multiple Choices'),
	'HTTP.301': redirect('301 Moved Permanently'),
	'HTTP.302': redirect('302 Found'),
	'HTTP.303': redirect('303 See Other'),
	'HTTP.304': noResult('304 Not Modified'),
	'HTTP.305': redirect('305 Use Proxy'),
	'HTTP.306': redirect('306 Unused'),
	'HTTP.307': redirect('307 Temporary Redirect'),
	'HTTP.308': redirect('308 Permanent Redirect'),
	'HTTP.400': image(
		'The service refused the request as invalid.',
		'Check the options of the node and the image.',
		{ quotesService: true },
	),
	'HTTP.401': authentication(
		'The service did not accept the authentication.',
		'Open the credential, check the keys, the user or the token, and use its test.',
		{ renewsToken: true, maybeClock: true, quotesService: true },
	),
	'HTTP.402': account(
		'The service wants to be paid first.',
		'Check balance and packages in the console (Billing Center).',
		{ quotesService: true },
	),
	'HTTP.403': authentication(
		'The service refused access.',
		"Open the credential and check that Project ID is the user's own, and that the user has permission for Image Recognition.",
		{ quotesService: true },
	),
	'HTTP.404': service(
		'The server has nothing at this address.',
		`${CHECK_ENDPOINT} An endpoint ends before /v1.0 or /v2.`,
	),
	'HTTP.405': service(
		'The server does not accept this HTTP method at this address.',
		CHECK_ENDPOINT,
	),
	'HTTP.406': refused('406 Not Acceptable'),
	'HTTP.407': service(
		'The proxy between n8n and the service wants a user name and password.',
		"Set the proxy's address with user name and password in n8n's environment (HTTPS_PROXY).",
	),
	'HTTP.408': transient(
		'The server waited too long for the request.',
		'Raise the option Timeout, lower Max Concurrency, or turn on the option Shrink Large Images.',
	),
	'HTTP.409': refused('409 Conflict'),
	'HTTP.410': service('The address does not exist any more (410 Gone).', CHECK_ENDPOINT),
	'HTTP.411': refused('411 Length Required'),
	'HTTP.412': refused('412 Precondition Failed'),
	'HTTP.413': image(
		'The request is larger than the server accepts.',
		'Turn on the option Shrink Large Images, or make the image smaller with an Edit Image node: as base64 it may have 10 MB. A proxy may allow less.',
		{ retryAfterTells: true },
	),
	'HTTP.414': image('The URL of the request is too long.', CHECK_ENDPOINT),
	'HTTP.415': image('The server does not accept the type of the request.', PROXY),
	'HTTP.416': refused('416 Requested Range Not Satisfiable'),
	'HTTP.417': refused('417 Expectation Failed'),
	'HTTP.422': image(
		'The service understood the request, but could not work with it.',
		'Check the options of the node and the image.',
		{ quotesService: true },
	),
	'HTTP.425': transient(
		'The server did not want to take the request so early in a new connection (425 Too Early).',
		CONTACT_OPERATOR,
	),
	'HTTP.429': throttled('Requests were sent faster than the service allows.', SLOW_DOWN),
	'HTTP.431': headersTooLarge(),
	'HTTP.494': headersTooLarge(),
	'HTTP.500': transient('The service had an internal error.', CONTACT_OPERATOR),
	'HTTP.501': service('The server does not know this function.', CHECK_ENDPOINT),
	'HTTP.502': transient(
		'The gateway got no valid answer from the service behind it.',
		CONTACT_OPERATOR,
	),
	'HTTP.503': transient('The service is not available at the moment.', CONTACT_OPERATOR),
	'HTTP.504': transient('The gateway waited too long for the service behind it.', CONTACT_OPERATOR),
	'HTTP.505': service('The server does not support this version of HTTP.', PROXY),
};

/** For statuses that are in no list: what their class says. */
export function statusRow(status: number): Row {
	const known = STATUS[`HTTP.${status}`];
	if (known !== undefined) return known;
	if (status >= 500) return transient(`The server failed with status ${status}.`, CONTACT_OPERATOR);
	if (status >= 400) return refused(`status ${status}`);
	if (status >= 300) return redirect(`status ${status}`);
	return status >= 200 ? noResult(`status ${status}`) : interim(`status ${status}`);
}

/** Answers that can't be read, told apart by what came instead. */
export const UNREADABLE: Table = {
	EMPTY_ANSWER: transient(
		'The server sent an empty answer.',
		`If it happens again: ${PROXY.charAt(0).toLowerCase()}${PROXY.slice(1)}`,
	),
	HTML_ANSWER: service(
		"The server answered with a web page instead of the API's JSON: a proxy, a login page, or another web server stands at this address.",
		`Open the credential and check the endpoint. If it is right, a proxy or firewall between n8n and the service sent the page.`,
	),
	TRUNCATED_ANSWER: transient(
		'The answer was cut off before its end.',
		'Run the workflow again; if it happens again, check the network and any proxy between n8n and the service.',
	),
	NOT_JSON: service("The answer is not JSON, so it does not come from Huawei Cloud's API.", PROXY),
	HTTPS_EXPECTED: service(
		'The request was sent without encryption to a port that wants https.',
		'Open the credential and write https:// in front of the endpoint.',
	),
	UNKNOWN_ANSWER: service(
		'The answer is JSON, but not one that this API gives.',
		`${CHECK_ENDPOINT} Another service may be at this address.`,
	),
};

import {
	answer,
	endlessAnswer,
	neverAnswer,
	resetBeforeAnswer,
	resetDuringAnswer,
	stallDuringAnswer,
	type Exchange,
	type Reply,
} from './faulty-server';

export interface DownloadFault {
	name: string;
	fault: (exchange: Exchange) => Reply;
	reason: RegExp;
	/** Milliseconds that the download may take, where it never ends by itself. */
	timeout?: number;
}

export const redirect = (to: string): Reply => answer(302, '', { Location: to });

/** No fault: a redirect that leads to the picture. */
export const FOLLOWED = 'a redirect to the picture';

/** What can happen to a download by n8n, and what the user is told. */
export const downloadFaults: DownloadFault[] = [
	{ name: 'a missing file', fault: () => answer(404), reason: /HTTP status 404/ },
	{ name: 'an error', fault: () => answer(503), reason: /HTTP status 503/ },
	{ name: 'a reset', fault: () => resetBeforeAnswer, reason: /closed the connection/ },
	{ name: 'a reset on the way', fault: () => resetDuringAnswer, reason: /closed the connection/ },
	{ name: 'no answer', fault: () => neverAnswer, reason: /did not answer in time/, timeout: 3_000 },
	{
		name: 'a stall',
		fault: () => stallDuringAnswer,
		reason: /did not answer in time/,
		timeout: 3_000,
	},
	{
		name: 'an endless file',
		fault: () => endlessAnswer(100, { bytes: 0 }),
		reason: /more than 30 MB/,
	},
	{
		name: 'redirects in a circle',
		fault: ({ request }) => redirect(request.url ?? ''),
		reason: /redirects more than 5 times/,
	},
	{ name: 'a redirect to a file', fault: () => redirect('file:///etc/passwd'), reason: /"file:"/ },
	{ name: 'a redirect to nonsense', fault: () => redirect('http://[nonsense'), reason: /address/ },
	{ name: 'a web page', fault: () => answer(200, '<html>Log in</html>'), reason: /JPG|image/ },
	{ name: 'an empty file', fault: () => answer(200, ''), reason: /empty/ },
];

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
	/** Where two are allowed; 0 where the download succeeds, but not with an image. */
	attempts: 0 | 1 | 2;
	/** Milliseconds that the download may take, where it never ends by itself. */
	timeout?: number;
}

export const redirect = (to: string): Reply => answer(302, '', { Location: to });

/** No fault: a redirect that leads to the picture. */
export const FOLLOWED = 'a redirect to the picture';

/** What can happen to a download by n8n, and what the user is told. */
export const downloadFaults: DownloadFault[] = [
	{ name: 'a missing file', fault: () => answer(404), reason: /HTTP status 404/, attempts: 1 },
	{ name: 'an error', fault: () => answer(503), reason: /HTTP status 503/, attempts: 2 },
	{ name: 'a reset', fault: () => resetBeforeAnswer, reason: /closed the connection/, attempts: 2 },
	{
		name: 'a reset on the way',
		fault: () => resetDuringAnswer,
		reason: /closed the connection/,
		attempts: 2,
	},
	{
		name: 'no answer',
		fault: () => neverAnswer,
		reason: /did not answer in time/,
		attempts: 2,
		timeout: 3_000,
	},
	{
		name: 'a stall',
		fault: () => stallDuringAnswer,
		reason: /did not answer in time/,
		attempts: 2,
		timeout: 3_000,
	},
	{
		name: 'an endless file',
		fault: () => endlessAnswer(100, { bytes: 0 }),
		reason: /more than 30 MB/,
		attempts: 1,
	},
	{
		name: 'redirects in a circle',
		fault: ({ request }) => redirect(request.url ?? ''),
		reason: /redirects more than 5 times/,
		attempts: 1,
	},
	{
		name: 'a redirect to a file',
		fault: () => redirect('file:///etc/passwd'),
		reason: /"file:"/,
		attempts: 1,
	},
	{
		name: 'a redirect to nonsense',
		fault: () => redirect('http://[nonsense'),
		reason: /address/,
		attempts: 1,
	},
	{
		name: 'a web page',
		fault: () => answer(200, '<html>Log in</html>'),
		reason: /JPG|image/,
		attempts: 0,
	},
	{ name: 'an empty file', fault: () => answer(200, ''), reason: /empty/, attempts: 0 },
];

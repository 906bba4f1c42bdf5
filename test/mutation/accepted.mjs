import { IN_ENGINE } from './accepted/engine.mjs';
import { IN_REQUESTS } from './accepted/huawei-cloud.mjs';
import { IN_IMAGES } from './accepted/images.mjs';
import { IN_PICTURES } from './accepted/pictures.mjs';
import { IN_ROOMS } from './accepted/rooms.mjs';
import { IN_SERVICE } from './accepted/service.mjs';

/** @typedef {{file: string, original: string | RegExp, replacement?: string | RegExp, line?: RegExp, why: string}} Row */

const ALWAYS_MATCHES = 'matches any text from its start, with or without the anchor';
const UTF8 = "UTF-8 is what Node takes where the encoding's name is empty";
const SENTENCE = 'a sentence for people';

/**
 * Mutants that may survive: the program does the same with them, or only a sentence for people differs. They don't count.
 * A row is for the mutants of a file whose original text, replacement and line are these.
 *
 * @type {Row[]}
 */
const ACCEPTED = [
	...[/^\/\^\[\^\?#\]/, /^\/\^\(\[a-z\]\[a-z0-9/, /^\/\^\(\[\^\\\\\/\]/].map((original) => ({
		file: 'huawei-cloud/redact.ts',
		original,
		why: ALWAYS_MATCHES,
	})),
	{
		file: 'huawei-cloud/redact.ts',
		original: "'@'",
		replacement: '""',
		why: 'without an @ the host is the authority, which was seen before not to be plain',
	},
	{ file: 'huawei-cloud/redact.ts', original: "'utf8'", why: UTF8 },
	{
		file: 'huawei-cloud/redact.ts',
		original: '[]',
		why: 'one more value to hide, which no text has',
	},
	{
		file: 'huawei-cloud/signing/obs-url.ts',
		original: /^\/\^\(\\d/,
		replacement: /^\/\(\\d|\|\\\[\/$/,
		why: 'in a host name of a URL a last number is always that of an IPv4 address, and [ is its first character',
	},
	{
		file: 'huawei-cloud/signing/obs-url.ts',
		original: 'key.length > MOST_KEY_BYTES',
		replacement: 'false',
		why: 'saves the counting of bytes where there are too many letters',
	},
	{ file: 'huawei-cloud/signing/obs-url.ts', original: /^['"](Give|If|Open) /, why: SENTENCE },
	{
		file: 'huawei-cloud/signing/percent-encoding.ts',
		original: "typeof text === 'string'",
		replacement: 'true',
		why: 'a Buffer of bytes has the same bytes',
	},
	{ file: 'huawei-cloud/signing/percent-encoding.ts', original: "'utf8'", why: UTF8 },
	{
		file: 'huawei-cloud/signing/percent-encoding.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'is no more two hexadecimal digits than nothing is',
	},
	{
		file: 'huawei-cloud/signing/percent-encoding.ts',
		original: '/^[0-9A-Fa-f]{2}$/',
		why: 'sees two characters at most',
	},
	{
		file: 'huawei-cloud/signing/signature.ts',
		original: '/^\\?/',
		why: "a URL's search begins with its first question mark",
	},
	{
		file: 'huawei-cloud/signing/signature.ts',
		original: /^\/\^\(\[\^=\]/,
		replacement: /^\/\(|\)\/$/,
		why: ALWAYS_MATCHES,
	},
	{
		file: 'huawei-cloud/iam/session-renewal.ts',
		original: '!lately(other, now)',
		replacement: 'false',
		why: 'what is old is kept in memory, and given to nobody',
	},
	{
		file: 'huawei-cloud/iam/session.ts',
		original: '!credential.session',
		replacement: 'false',
		why: 'nothing is no JSON either',
	},
	{
		file: 'huawei-cloud/iam/pasted-token.ts',
		original: /\+\/g$/,
		replacement: /\]\/g$/,
		why: 'one by one or several at once, all are left out',
	},
	{
		file: 'huawei-cloud/iam/project.ts',
		original: 'match !== undefined',
		replacement: 'true',
		why: 'where there is one match, there is a first',
	},
	{
		file: 'huawei-cloud/iam/token.ts',
		original: "'project'",
		replacement: '""',
		why: 'anything but the account is a project',
	},
	{
		file: 'huawei-cloud/iam/token.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'is no date either',
	},
	{
		file: 'huawei-cloud/request/trusted-target.ts',
		original: /^\{\s*return undefined;\s*\}$/,
		why: 'gives undefined as well',
	},
	{
		file: 'huawei-cloud/request/trusted-target.ts',
		original: '/^https?:$/',
		why: 'the origin is compared as a whole; this is said twice',
	},
	...IN_REQUESTS,
	...IN_IMAGES,
	...IN_PICTURES,
	...IN_ROOMS,
	...IN_SERVICE,
	...IN_ENGINE,
];

/** @type {(wanted: string | RegExp | undefined, text: string) => boolean} */
const fits = (wanted, text) =>
	wanted === undefined || (typeof wanted === 'string' ? wanted === text : wanted.test(text));

/** Why a mutant may survive, if it may. @param {import('./mutants.mjs').Mutant} mutant */
export const reasonFor = ({ file, original, replacement, line }) =>
	ACCEPTED.find(
		(row) =>
			row.file === file &&
			fits(row.original, original) &&
			fits(row.replacement, replacement) &&
			fits(row.line, line),
	)?.why;

import { ConfigurationError } from '../../huawei-cloud/configuration-error';
import { imageEndpoint } from '../../huawei-cloud/endpoints';
import { classifyFailure } from '../../huawei-cloud/errors/classify';
import { temporaryObsUrl } from '../../huawei-cloud/signing/obs-url';
import { cleanToken } from '../../huawei-cloud/iam/pasted-token';
import { redact, redactUrl } from '../../huawei-cloud/redact';
import { isTrustedTarget } from '../../huawei-cloud/request/trusted-target';
import { parseBase64 } from '../../images/base64';
import { ImageError } from '../../images/errors';
import { sniffImage } from '../../images/sniff';
import { httpUrl } from '../../nodes/ImageTagging/parameters/http-url';
import { ParameterError } from '../../nodes/ImageTagging/parameters/parameter';
import { commaList, tagFilter } from '../../tagging/filters';
import { thorough } from '../support/thorough';
import { HEADERS, expectSound } from './properties/images';
import { orRefused } from './property';

const tag = { tag: 'cup', type: 'object', confidence: 90, i18n_tag: {}, instances: [] };

/** Whatever reads a text that a user, a server or an expression gives. */
const readers: Record<string, (text: string) => unknown> = {
	redact: (text) => redact(text, ['secret-of-the-user']),
	redactUrl,
	'parameter URL': (text) => orRefused(ParameterError, () => httpUrl(text)),
	endpoint: (endpoint) =>
		orRefused(ConfigurationError, () => imageEndpoint({ region: 'custom', endpoint })),
	'trusted target': (text) => isTrustedTarget(text, { region: 'cn-north-4' }),
	'OBS key': (key) =>
		orRefused(ConfigurationError, () =>
			temporaryObsUrl(
				{ bucket: 'photos', key, endpoint: 'https://obs.example.com' },
				{ id: 'AK', secret: 'SK' },
				new Date(0),
			),
		),
	'pasted token': cleanToken,
	base64: (text) => orRefused(ImageError, () => parseBase64(text)),
	'comma list': commaList,
	filters: (text) => tagFilter({ includeTags: text, excludeTags: text })({ ...tag, tag: text }),
	'answer of a server': (body) => classifyFailure({ status: 401, body, secrets: ['secret'] }),
	'message of a server': (text) =>
		classifyFailure({ status: 400, body: { error_code: 'AIS.0501', error_msg: text } }),
	'error of the network': (message) => classifyFailure({ networkCode: 'X', message }),
	'header of a server': (text) =>
		classifyFailure({ status: 429, headers: { 'retry-after': text, date: text } }),
};

/** What a text may be made of again and again, to make a pattern try every way of reading it. */
const UNITS = [
	...[
		'A',
		' ',
		',',
		'=',
		'%',
		'@',
		':',
		'/',
		'\\',
		'"',
		"'",
		'{',
		'[',
		'<',
		'\n',
		'\0',
		'\ud800',
		'杯',
	],
	...[
		'://',
		'a://',
		'http://a@',
		'http://',
		'data:;',
		'MII',
		'sk=',
		'secret',
		'password="',
		'\\"',
		'"\\',
	],
	...[
		'authorization: ',
		'x-auth-token=',
		'Signature=',
		'SDK-HMAC-SHA256 Access=',
		'A\r\n',
		'a,',
		'0.',
		'a-',
	],
];

const MEGABYTE = 1_000_000;

/** Where the short text takes less, a garbage collection would make the long one seem slow. */
const QUICK_MS = 0.5;

/** Characters of a long text. */
const LENGTH = thorough ? MEGABYTE : MEGABYTE / 10;
const textOf = (unit: string, length: number) => unit.repeat(Math.ceil(length / unit.length));

/** Milliseconds that this process worked, whatever else the machine does. */
function timeOf(work: () => unknown): number {
	const start = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1000;
}

const fastestOfThree = (work: () => unknown): number =>
	Math.min(...Array.from({ length: 3 }, () => timeOf(work)));

jest.setTimeout(600_000);

describe.each(Object.entries(readers))('a long text as %s', (_, read) => {
	it.each(UNITS)('is read or refused: %j, again and again', (unit) => {
		expect(() => read(textOf(unit, LENGTH))).not.toThrow();
	});

	it('takes time in proportion to its length', () => {
		const small = 12_500;
		const slow = UNITS.filter((unit) => {
			const [short, long] = [textOf(unit, small), textOf(unit, 16 * small)];
			const growth = () =>
				timeOf(() => read(long)) /
				Math.max(
					QUICK_MS,
					fastestOfThree(() => read(short)),
				);
			// In proportion would be 16, by the square 256; garbage collection makes the first more.
			return Array.from({ length: 5 }).every(() => growth() > 128);
		});
		expect(slow).toEqual([]);
	});
});

/** Bytes looked at one by one, in the worst of files; the end marker's search is bounded by a test of its own. */
const MOST_READS = 40_000;

/** The bytes, seen through a counter of single reads. */
function counted(bytes: Uint8Array): { bytes: Uint8Array; reads: () => number } {
	let reads = 0;
	const get = (target: Uint8Array, key: string | symbol): unknown => {
		if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
		return Reflect.get(target, key, target);
	};
	return { bytes: new Proxy(bytes, { get }), reads: () => reads };
}

it('8 MB of anything as an image cost a bounded number of reads', () => {
	for (const fill of ['00', 'ff', 'ffd8', 'ffe00002', '3c737667', '0000000049444154']) {
		const whole = Buffer.alloc(8_000_000, fill, 'hex');
		for (const header of [Buffer.alloc(0), ...HEADERS]) {
			const start = header.subarray(0, -8);
			const file = counted(Buffer.concat([start, whole]));
			expectSound(sniffImage(file.bytes));
			expect(file.reads()).toBeLessThan(MOST_READS);
		}
	}
});

it.each<[string, string, number | RegExp]>([
	['of a length that padding is missing of', 'A'.repeat(MEGABYTE + 3), 750_002],
	['of spaces around two letters', `A${' '.repeat(MEGABYTE)}A`, 1],
	[
		'with a stranger at its end',
		`${'A'.repeat(MEGABYTE)}!`,
		/has a character that base64 doesn't use/,
	],
])('base64 of 1 MB %s is decoded or refused', (_, text, expected) => {
	const decode = () => parseBase64(text).bytes.length;
	if (typeof expected === 'number') expect(decode()).toBe(expected);
	else expect(decode).toThrow(expected);
});

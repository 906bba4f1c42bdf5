/** Stands where a secret was. Shorter than any secret that is looked for, so it can't contain one. */
const MARK = '***';

/** Values shorter than this are no secrets, and would tear holes into every text. */
const SHORTEST_SECRET = 4;

/** Header and field names whose value is secret, as they appear in headers, JSON, object dumps and canonical requests. */
const NAMES =
	'(?:x-(?:auth|security|subject)-token|x-(?:obs|amz)-security-token|password|passwd|pwd|secret_?access_?key|security_?token|secret_?key|session_?token|(?<![a-z0-9_-])(?:sk|secret))';

const secretAfter = (introduction: string, value: string): readonly [RegExp, string] => [
	new RegExp(`(${introduction})${value}`, 'gi'),
	`$1${MARK}`,
];

/**
 * Every pattern takes time in proportion to the text: each starts at a fixed word or at the edge of a run,
 * and no two neighbouring repetitions can match the same character.
 */
const PATTERNS: ReadonlyArray<readonly [RegExp, string]> = [
	// These have spaces, commas and semicolons in them: to the end of line or string, also in raw header lists.
	secretAfter(
		String.raw`(?:authorization|cookie)(?:["'\\]*\s*[:=]\s*["'\\]*|["'\\]+\s*,\s*["'\\]+)`,
		String.raw`[^\r\n"'\\]+`,
	),
	// A quoted value may have anything in it but the quote; in JSON inside JSON the quote has a backslash.
	secretAfter(String.raw`${NAMES}"\s*[:,]\s*"`, String.raw`(?:[^"\\]|\\[\s\S])+`),
	secretAfter(String.raw`${NAMES}\\+"\s*[:,]\s*\\+"`, String.raw`[^"\\]+`),
	secretAfter(String.raw`${NAMES}'?\s*[:=,]\s*'`, String.raw`(?:[^'\\\r\n]|\\.)+`),
	// `|` parts the lines of the canonical request that a gateway echoes.
	secretAfter(String.raw`${NAMES}["'\\]*\s*[:=]\s*["'\\]*`, String.raw`[^\s"'\\|,;&<>]+`),
	secretAfter(String.raw`\bSDK-HMAC-SHA256 (?=Access=)`, String.raw`[^\r\n"'\\]+`),
	secretAfter(String.raw`\bSignature=`, String.raw`[^\s"'\\|,;&<>]+`),
	// IAM tokens are CMS structures, whose base64 starts with MII.
	[/(?<![A-Za-z0-9+/])MII[A-Za-z0-9+/=_-]{20,}/g, MARK],
	[/(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{100,}={0,2}/g, MARK],
];

const URL_IN_TEXT = /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>\\]+/gi;

/** A host and port without a user part. */
const PLAIN_AUTHORITY = /^(\[[^\]@]*\]|[^:@]*)(:\d*)?$/;

/** Without the user parts of addresses inside an address, as `view-source:` and proxies have them. */
const withoutInnerUsers = (rest: string): string => rest.replace(/([\\/]{2})[^\\/]*@/g, '$1');

/**
 * An address without what can be secret: scheme, host, port and path stay; user part, query and fragment go.
 * A `data:` URL becomes `data:***`. What can't be read as an address loses everything before its last `@`.
 */
export function redactUrl(url: string): string {
	const text = url.trim();
	if (/^data:/i.test(text)) return `data:${MARK}`;
	const bare = /^[^?#]*/.exec(text)?.[0] ?? '';
	const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:[\\/]*)?([\s\S]*)$/i.exec(bare) ?? [];
	const [, authority = '', path = ''] = /^([^\\/]*)([\s\S]*)$/.exec(rest) ?? [];
	if (PLAIN_AUTHORITY.test(authority)) return scheme + withoutInnerUsers(rest);
	const host = authority.slice(authority.lastIndexOf('@') + 1);
	const isUserAndHost = authority.includes('@') && PLAIN_AUTHORITY.test(host);
	return (
		scheme +
		(isUserAndHost ? host + withoutInnerUsers(path) : rest.slice(rest.lastIndexOf('@') + 1))
	);
}

/** How a secret may be written in a message: as it is, in JSON, in a URL, in a form. */
function spellings(secret: string): string[] {
	const json = JSON.stringify(secret).slice(1, -1);
	const wellFormed = Buffer.from(secret, 'utf8').toString('utf8');
	const url = encodeURIComponent(wellFormed);
	const all = [secret, json, url, url.replaceAll('%20', '+'), encodeURI(wellFormed)];
	return all.filter((text) => text.length >= SHORTEST_SECRET);
}

/**
 * The text without secrets: none of the given values (of four characters or more) is left in it, however it is written,
 * nor what looks like a credential: Authorization and token headers, passwords, tokens, long base64, and the user part
 * and query of URLs.
 */
export function redact(text: string, secrets: ReadonlyArray<string | undefined> = []): string {
	let clean = text;
	const known = new Set(secrets.flatMap((secret) => (secret ? spellings(secret) : [])));
	for (const secret of [...known].sort((a, b) => b.length - a.length)) {
		clean = clean.replaceAll(secret, MARK);
	}
	for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
	return clean.replace(URL_IN_TEXT, redactUrl);
}

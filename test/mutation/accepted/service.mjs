const UTF8 = "UTF-8 is what Node takes where the encoding's name is empty";
const SENTENCE = 'a sentence for people';
const GUARD = 'with these versions of Node and axios, an answer that is given up fails silently';
const DESCRIBED = "a sentence or an example for people, in the API's description";

/**
 * Those of the service.
 *
 * @type {import('../accepted.mjs').Row[]}
 */
export const IN_SERVICE = [
	{
		file: 'service/src/auth/passwords.ts',
		original: '/=+$/',
		replacement: '/=+/',
		why: 'base64 has its padding at the end alone',
	},
	{
		file: 'service/src/auth/passwords.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'whoever has no password is refused whatever it is compared with',
	},
	{
		file: 'service/src/auth/passwords.ts',
		original: 'passwordHash === undefined',
		replacement: 'false',
		why: 'what is no hash has a cost of no numbers, which is found nowhere, and left out',
	},
	{
		file: 'service/src/auth/signature-scope.ts',
		original: 'now + day * dayMs',
		replacement: 'now - day * dayMs',
		why: 'the same three days in another order',
	},
	{
		file: 'service/src/auth/signature.ts',
		original: /^\{\s*return false;\s*\}$/,
		why: 'gives what counts as false as well',
	},
	{ file: 'service/src/auth/tokens.ts', original: "'utf8'", why: UTF8 },
	{
		file: 'service/src/auth/tokens.ts',
		original: /^dot < 0/,
		replacement: /^(false|dot <= 0|dot < 0 && !key)$/,
		why: 'without a key nothing is opened, nor is a text that is one letter longer than the ID of a key',
	},
	{
		file: 'service/src/auth/tokens.ts',
		original: '{ authTagLength: tagBytes }',
		why: 'where the tag is shorter, nothing sealed follows it',
	},
	{
		file: 'service/src/auth/tokens.ts',
		original: /^\{\s*return undefined;\s*\}$/,
		why: 'gives undefined as well',
	},
	{ file: 'service/src/fetch/download.ts', original: "'error'", why: GUARD },
	{ file: 'service/src/fetch/download.ts', original: /^["']The host[' ].*\.["']$/, why: SENTENCE },
	{
		file: 'service/src/fetch/guarded-lookup.ts',
		original: "'The address is not one to fetch from.'",
		why: 'is read by nobody: the error is known by its class, and has a sentence of its own',
	},
	{
		file: 'service/src/fetch/guarded-lookup.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'beside an error Node reads no address',
	},
	{
		file: 'service/src/fetch/guarded-lookup.ts',
		original: '[]',
		why: 'beside an error nothing reads the addresses',
	},
	{
		file: 'service/src/fetch/image-url.ts',
		original: '/:\\d*$/',
		replacement: '/:\\d*/',
		why: 'where the host is an IPv4 address there is one colon at most',
	},
	{
		file: 'service/src/fetch/image-url.ts',
		original: '/^\\[|\\]$/g',
		why: 'a host of a URL has brackets at its ends or nowhere',
	},
	{
		file: 'service/src/http/address.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'is no address either',
	},
	{
		file: 'service/src/http/bodies/body-budget.ts',
		original: /^'(images|strangers|logins)'$/,
		replacement: '""',
		why: 'is told from all other names as well',
	},
	{
		file: 'service/src/http/bodies/body-budget.ts',
		original: 'more <= 0',
		replacement: 'more < 0',
		why: 'nothing more always fits',
	},
	{
		file: 'service/src/http/bodies/body-memory.ts',
		original: 'bytes > pieceBytes',
		replacement: 'bytes >= pieceBytes',
		why: 'as many bytes either way',
	},
	{
		file: 'service/src/http/hosts.ts',
		original: 'name !== undefined',
		replacement: 'true',
		why: 'no name is neither known nor an address',
	},
	{
		file: 'service/src/http/limits/sliding-window.ts',
		original: /^(times\.length >= )?2 \* limit$/,
		why: 'says only when old times are dropped: the last ones alone are looked at',
	},
	{
		file: 'service/src/http/limits/sliding-window.ts',
		original: '[]',
		replacement: '["Stryker was here"]',
		why: 'what is no time is no reason to wait',
	},
	...[
		{ file: 'http/bodies/request-body', fields: 'bodyHold|bodyHash' },
		{ file: 'http/observe', fields: 'accountName|audit' },
		{ file: 'tagging/routes', fields: 'hasPlace' },
		{ file: 'iam/protect', fields: 'claim|caller|tenant|isProven' },
	].map(({ file, fields }) => ({
		file: `service/src/${file}.ts`,
		original: new RegExp(`^('(${fields})'|\\[('(${fields})'(, )?)+\\]|false)$`),
		why: 'that a field will be there is said for speed alone: it is set before anybody reads it, or null is as good as nothing',
	})),
	{
		file: 'service/src/http/connections/connections.ts',
		original: 'this.#server?.once',
		why: 'what stops has a server',
	},
	{
		file: 'service/src/http/connections/places.ts',
		original: '[]',
		replacement: '["Stryker was here"]',
		why: 'is not more than one connection, and that is what it must be',
	},
	{
		file: 'service/src/iam/access-keys.ts',
		original: '!claim.proven',
		replacement: 'true',
		why: 'proves once more what is proven',
	},
	{
		file: 'service/src/iam/access-keys.ts',
		original: 'expiresAt !== undefined',
		replacement: 'true',
		why: 'a time that is none is never over',
	},
	{
		file: 'service/src/iam/access-keys.ts',
		original: /^\/\^\(\(\?:x-security-token/,
		replacement: /\.\*\/gm$/,
		why: 'takes the rest of the line, with or without its end',
	},
	{
		file: 'service/src/iam/attempts.ts',
		original: 'oldest !== undefined',
		replacement: 'true',
		why: 'there is an oldest one where there are too many',
	},
	{
		file: 'service/src/iam/caller.ts',
		original: /^(caller\.scope !== )?'account'$/,
		replacement: /^(true|"")$/,
		why: 'the word has no ID that a project could have',
	},
	{
		file: 'service/src/iam/tokens.ts',
		original: /^createHash\('sha256'\)[^]*\.slice\(0, 16\)$/,
		why: 'all of a hash tells passwords apart as well',
	},
	{
		file: 'service/src/iam/turns.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: 'where nothing waits no name is looked at',
	},
	{
		file: 'service/src/iam/turns.ts',
		original: 'one?.isFirst',
		why: 'a name is there as long as something waits under it',
	},
	...['iam/routes/token-request', 'tagging/request'].map((name) => ({
		file: `service/src/${name}.ts`,
		original: /issues\[0\]\?\.path$/,
		why: 'what is not right has something that is wrong',
	})),
	{
		file: 'service/src/tagging/request-schema.ts',
		original: "''",
		replacement: '"Stryker was here!"',
		why: DESCRIBED,
	},
	{
		file: 'service/src/tagging/image-text.ts',
		original: '/^[A-Za-z0-9+/=_-]$/',
		replacement: /^\/(\[A-Z.*\$|\^.*\])\/$/,
		why: 'an escape is of one character',
	},
	...[
		'contract/failures',
		'contract/iam-failures',
		'iam/routes/answer-schemas',
		'tagging/answer-schema',
		'tagging/request-schema',
	].map((name) => ({
		file: `service/src/${name}.ts`,
		original:
			/^(\{\s*(?!.*\bdefault:)(description|examples):[^{}]*(\$\{\w+\}[^{}]*)*\}|\['[\w.:-]+'\]|'[A-Z]+\.\d+'|'92\.38'|'2026-[\w.:-]+'|'(sheep|Animal|Height|Width)'|\[?'https:.*|["'`].* .*["'`])$/,
		why: DESCRIBED,
	})),
	{
		file: 'service/src/tagging/image-text.ts',
		original: 'name < 0',
		replacement: 'false',
		why: 'from no place on there is no name either',
	},
	{
		file: 'service/src/tagging/image-text.ts',
		original: 'at < start + to',
		replacement: 'at <= start + to',
		why: 'looks at the first byte of the next piece already',
	},
	{
		file: 'service/src/tagging/image-text.ts',
		original: 'body.length - start',
		replacement: 'body.length + start',
		why: 'behind the end of a body there is nothing to find',
	},
	{
		file: 'service/src/tagging/image-text.ts',
		original: '-1',
		replacement: '+1',
		why: 'is before the start of the text as well',
	},
];

import fc from 'fast-check';

/** Characters that parsers, logs and terminals trip over. */
const oddCharacter = fc.constantFrom(
	...'aZ09/\\:@?#%&=+.,;[]{}()<>|^~`\'"*$! -_',
	...['\r', '\n', '\t', '\0', '\u0085', '\u00a0', '\u00ad', '\u200b', '\u202e', '\u2028', '\ufeff'],
	...[
		'é',
		'ß',
		'杯',
		'。',
		'／',
		'＠',
		'：',
		'ı',
		'К',
		'\ud800',
		'\udfff',
		'😀',
		'%00',
		'%0d%0a',
		'%2e',
		'%',
	],
);

export const oddText = fc.string({ unit: oddCharacter, maxLength: 40 });

const scheme = fc.constantFrom(
	...['http://', 'https://', 'HTTP://', 'hTTps:\\\\', 'http:/', 'https:', 'http:///', '//', ''],
	...['file:///', 'file:', 'data:', 'data:image/png;base64,', 'javascript:', 'blob:http://'],
	...['ftp://', 'gopher://', 'ws://', 'obs://', 'view-source:http://', ' http://', '\thttp://'],
);
const user = fc.constantFrom(
	...[
		'',
		'',
		'',
		'user@',
		'user:password@',
		':@',
		'@',
		'a@b@',
		'user%40:p%3A@',
		'image.myhuaweicloud.com@',
	],
);
const host = fc.oneof(
	fc.constantFrom(
		...[
			'example.com',
			'EXAMPLE.com',
			'example.com.',
			'.example.com',
			'localhost',
			'127.0.0.1',
			'127.1',
		],
		...[
			'0x7f.1',
			'2130706433',
			'017700000001',
			'[::1]',
			'[::ffff:127.0.0.1]',
			'[fe80::1%25eth0]',
			'[::1',
		],
		...[
			'169.254.169.254',
			'bücher.example',
			'xn--bcher-kva.example',
			'１２７.0.0.1',
			'ex。ample',
			'ⓔxample.com',
		],
		...[
			'image.ap-southeast-1.myhuaweicloud.com',
			'image.evil.com',
			'x.obs.cn-north-4.myhuaweicloud.com',
		],
		...['myhuaweicloud.com.evil.com', 'a..b', '-a-', '', '%', '\u0000', 'a b', 'a'.repeat(300)],
	),
	oddText,
);
const port = fc.constantFrom(
	'',
	'',
	'',
	':80',
	':443',
	':0',
	':65536',
	':-1',
	':8a',
	':',
	':00080',
);
const tail = fc.oneof(
	fc.constantFrom('', '/', '/a/../../b', '/photo.jpg?x=1#y', '?', '#', '\\'),
	oddText,
);

/** URLs of every odd form, and what only looks like one. */
export const oddUrl = fc.tuple(scheme, user, host, port, tail).map((parts) => parts.join(''));

const hostileObject = fc.constantFrom<unknown>(
	...[
		{ toString: 1, valueOf: 1 },
		Object.create(null),
		[Object.create(null)],
		[[[]]],
		new Date(NaN),
	],
	...[
		() => 1,
		Symbol('x'),
		10n ** 30n,
		new Proxy({}, {}),
		JSON.parse('{"__proto__":{"polluted":1}}'),
	],
);

/** What an expression can give where text or a number is expected. */
export const anyValue = fc.oneof(
	oddText,
	fc.constantFrom<unknown>(
		undefined,
		null,
		true,
		false,
		0,
		-1,
		Infinity,
		-0,
		NaN,
		'5',
		' 7 ',
		'0x10',
		'',
	),
	fc.double(),
	fc.anything(),
	hostileObject,
);

import { METHODS } from 'node:http';
import fc from 'fast-check';
import { foreignProjectId, projectId } from '../../support/accounts';
import { tokenBody, v1Path, v2Path } from '../../support/client';
import { anyHeaders, projectHeaders, proofs, type Headers, type Proof } from './headers';

export interface FuzzedRequest {
	method: string;
	path: string;
	headers: Headers;
	proof: Proof;
	body: Buffer | string;
}

const odd = fc.constantFrom<unknown>(
	...[null, true, '', ' ', '0', 0, -1, 1e308, -0, 2 ** 53, 0.1, [], {}, [[]], '\0', '\ud800'],
	...['__proto__', 'en', 'zh', 'A'.repeat(70_000), '9'.repeat(400), '💥'.repeat(50)],
);
const anyJson = fc.oneof(odd, fc.jsonValue({ maxDepth: 3 }));

/** Mostly the value that belongs there, else anything. */
const or = <T>(right: fc.Arbitrary<T>, wrong: fc.Arbitrary<unknown> = anyJson) =>
	fc.oneof({ weight: 5, arbitrary: right }, { weight: 1, arbitrary: wrong });

const urls = fc.oneof(
	fc.constantFrom(
		...['http://127.0.0.1:1/', 'http://[::1]/x.png', 'http://169.254.169.254/latest', 'http://0/'],
		...['http://name.example/x.jpg', 'https://name.example:99999/', 'http://a@b/', 'file:///etc'],
		...['http://[::ffff:10.0.0.1]/', 'http://0x7f.1/', 'HTTP://LOCALHOST', 'http:///x', 'http://%'],
		...['//name.example/x', 'data:image/png;base64,AAAA', 'javascript:1', 'http://ünï.example/'],
	),
	fc.string({ unit: 'binary', maxLength: 60 }).map((rest) => `http://name.example/${rest}`),
	fc
		.string({ unit: fc.constantFrom(...'0a.:[]@%/\\?#xf'), maxLength: 30 })
		.map((host) => `http://name.example${host}`),
	fc.string({ maxLength: 40 }),
);

const texts = (pictures: fc.Arbitrary<Buffer>) =>
	fc.oneof(
		{ weight: 8, arbitrary: pictures.map((bytes) => bytes.toString('base64')) },
		{ weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
	);

const taggingBodies = (pictures: fc.Arbitrary<Buffer>) =>
	fc.oneof(
		{
			weight: 6,
			arbitrary: fc.record({ image: or(texts(pictures)), ...settings() }, keep('image')),
		},
		{ weight: 2, arbitrary: fc.record({ url: or(urls), ...settings() }, keep('url')) },
		{ weight: 1, arbitrary: fc.record({ image: anyJson, url: anyJson, ...settings() }, keep()) },
		{ weight: 1, arbitrary: fc.dictionary(fc.string(), anyJson, { maxKeys: 5 }) },
		{ weight: 1, arbitrary: anyJson },
	);

const settings = () => ({
	language: or(fc.constantFrom('en', 'zh')),
	limit: or(fc.integer({ min: 1, max: 200 }), fc.oneof(fc.double(), anyJson)),
	threshold: or(fc.double({ min: -10, max: 110, noNaN: true })),
});

const keep = <Key extends string = never>(...requiredKeys: Key[]) => ({ requiredKeys });

/** The token request with one of its parts replaced. */
const tokenBodies = fc
	.tuple(
		fc.constantFrom<string[]>(
			...[[], ['auth'], ['auth', 'identity'], ['auth', 'scope'], ['auth', 'scope', 'project']],
			...[
				['auth', 'identity', 'methods'],
				['auth', 'identity', 'password'],
			],
			['auth', 'identity', 'password', 'user'],
			['auth', 'identity', 'password', 'user', 'name'],
			['auth', 'identity', 'password', 'user', 'password'],
			['auth', 'identity', 'password', 'user', 'domain', 'name'],
		),
		or(fc.constant(undefined)),
	)
	.map(([path, value]) => (value === undefined ? tokenBody() : replaced(tokenBody(), path, value)));

function replaced(from: unknown, [key, ...rest]: string[], value: unknown): unknown {
	if (key === undefined) return value;
	const object = from as Record<string, unknown>;
	return { ...object, [key]: replaced(object[key], rest, value) };
}

/** JSON text as it should be, or broken in one place. */
const written = (bodies: fc.Arbitrary<unknown>): fc.Arbitrary<Buffer | string> =>
	fc.oneof(
		{ weight: 12, arbitrary: bodies.map((body) => JSON.stringify(body)) },
		{
			weight: 1,
			arbitrary: fc
				.tuple(bodies, fc.nat(), fc.string({ maxLength: 3 }))
				.map(([body, at, put]) => brokenAt(JSON.stringify(body), at, put)),
		},
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
		{
			weight: 1,
			arbitrary: fc.constantFrom('', '[', '['.repeat(50_000), '{"a":'.repeat(20_000), '\ufeff{}'),
		},
	);

const brokenAt = (text: string, at: number, put: string) => {
	const place = at % Math.max(text.length, 1);
	return text.slice(0, place) + put + text.slice(place + 1);
};

const segments = fc.oneof(
	fc.constantFrom(
		...'v1.0 v1 v2 v3 image tagging auth tokens projects healthz metrics page'.split(' '),
	),
	fc.constantFrom(
		projectId,
		foreignProjectId,
		'',
		'.',
		'..',
		'%',
		'%00',
		'%2e%2e',
		'%ff',
		':a',
		'*',
	),
	fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encodeURI(text.toWellFormed())),
	fc.nat(400).map((length) => 'p'.repeat(length)),
);
const oddPaths = fc.array(segments, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`);
const queries = fc.oneof(
	{ weight: 6, arbitrary: fc.constant('') },
	{ weight: 1, arbitrary: fc.constantFrom('?', '?name=test-1', '?name=a&name=b', '?__proto__=1') },
	{ weight: 1, arbitrary: fc.webQueryParameters().map((query) => `?${query}`) },
);
const ownPaths = ['/', '/healthz', '/metrics', '/page/main.js', '/v2//image/tagging'];
const methods = fc.constantFrom(...METHODS.filter((name) => name !== 'CONNECT'));

/** Mostly routes that exist, with the method that they have. */
const places: fc.Arbitrary<[method: string, path: string]> = fc.oneof(
	{
		weight: 12,
		arbitrary: fc.tuple(fc.constant('POST'), fc.constantFrom(v1Path, v2Path, `${v2Path}/`)),
	},
	{ weight: 1, arbitrary: fc.tuple(fc.constant('POST'), fc.constant('/v3/auth/tokens')) },
	{
		weight: 1,
		arbitrary: fc.tuple(
			fc.constant('GET'),
			fc.constantFrom('/v3/projects', '/v3/auth/projects', ...ownPaths),
		),
	},
	{ weight: 1, arbitrary: fc.tuple(methods, fc.constantFrom(v1Path, v2Path, ...ownPaths)) },
	{ weight: 1, arbitrary: fc.tuple(fc.constantFrom('GET', 'POST'), oddPaths) },
);

const isTokenPath = (path: string) => path.startsWith('/v3/auth/tokens');

/** Requests from sound to absurd; most get past authentication and carry one of the pictures. */
export const requests = (pictures: fc.Arbitrary<Buffer>): fc.Arbitrary<FuzzedRequest> =>
	fc.tuple(places, queries).chain(([[method, path], query]) =>
		fc.record({
			method: fc.constant(method),
			path: fc.constant(path + query),
			proof: proofs,
			headers: fc.oneof(
				{ weight: 5, arbitrary: projectHeaders },
				{ weight: 1, arbitrary: anyHeaders },
			),
			body: written(isTokenPath(path) ? tokenBodies : taggingBodies(pictures)),
		}),
	);

/** Rooms that take plain values and return plain values; each stands alone. */
const ROOMS = ['batch', 'huawei-cloud', 'images', 'tagging'];

/** The rooms of the service, from the ground up, and which of them each may know. Only `app/` knows all. */
const SERVICE_ROOMS = {
	contract: [],
	config: ['contract'],
	engine: [],
	auth: ['contract'],
	operation: ['contract', 'config', 'engine'],
	fetch: ['contract', 'config'],
	page: ['contract', 'config'],
	http: ['contract', 'operation'],
	iam: ['contract', 'config', 'auth', 'http'],
	tagging: ['contract', 'config', 'engine', 'operation', 'fetch', 'http', 'iam'],
};

const only = (...folders) => `^(${folders.join('|')})/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** The architecture, as far as imports show it. Types count like code unless a rule says otherwise. */
export default {
	forbidden: [
		forbid('no-cycle', 'Nothing reaches back.', {}, { circular: true }),
		...ROOMS.map((room) =>
			forbid(
				`${room}-stands-alone`,
				'The node puts the rooms together; a room knows no other folder.',
				{ path: only(room) },
				{
					pathNot: [only(room), 'node_modules/'],
					dependencyTypesNot: ['core', 'npm-dev', 'npm-peer'],
				},
			),
		),
		forbid(
			'rooms-without-n8n',
			'A room can be tested and used without n8n.',
			{ path: only('batch', 'images', 'tagging') },
			{ path: '(^|node_modules/)(@n8n|n8n-[a-z]+)(/|$)' },
		),
		forbid(
			'huawei-cloud-without-n8n-at-run-time',
			'It takes requests in the shape of n8n, so it names its types; none of its code.',
			{ path: only('huawei-cloud') },
			{ path: '(^|node_modules/)(@n8n|n8n-[a-z]+)(/|$)', dependencyTypesNot: ['type-only'] },
		),
		forbid(
			'credential-knows-huawei-cloud-only',
			'A credential is its fields and one line each to the room that does the work.',
			{ path: only('credentials') },
			{ path: only('batch', 'images', 'tagging', 'nodes') },
		),
		...Object.entries(SERVICE_ROOMS).map(([room, known]) =>
			forbid(
				`service-${room}-knows-what-is-below`,
				'No import runs back up, and nothing but the start imports app/.',
				{ path: `^service/src/${room}/` },
				{
					path: '^service/src/',
					pathNot: `^service/src/(${[room, ...known].join('|')})/`,
				},
			),
		),
		forbid(
			'product-without-tools',
			'What is published or served never loads tests or scripts.',
			{ path: only('credentials', 'nodes', ...ROOMS, 'service/src') },
			{ path: '^(bench|test|scripts|service/(test|scripts|bench))/' },
		),
		forbid(
			'node-and-service-apart',
			'They check each other: the service verifies signatures with code that is not the signer.',
			{ path: only('credentials', 'nodes', ...ROOMS) },
			{ path: '^service/' },
		),
		forbid(
			'service-and-node-apart',
			'They check each other: the service verifies signatures with code that is not the signer.',
			{ path: '^service/src/' },
			{ path: only('credentials', 'nodes', ...ROOMS) },
		),
		forbid(
			'onnxruntime-by-one-door',
			'That door switches its telemetry off before the library is loaded.',
			{ path: '^service/', pathNot: '^service/src/engine/models/onnxruntime\\.ts$' },
			{ path: '(^|node_modules/)onnxruntime-node(/|$)' },
		),
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '(^|/)node_modules/\\.cache/|^(service/)?(dist|models)/' },
		tsConfig: { fileName: 'tsconfig.json' },
		tsPreCompilationDeps: true,
		moduleSystems: ['cjs', 'es6'],
	},
};

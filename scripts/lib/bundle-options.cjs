/** Entry points that n8n loads, and what the node loads only when asked for: picture codecs, the writer of metadata. */
const entryPoints = [
	'credentials/HuaweiCloudApi.credentials.ts',
	'nodes/ImageTagging/ImageTagging.node.ts',
	'nodes/ImageTagging/pictures.ts',
	'nodes/ImageTagging/metadata.ts',
];

/** What esbuild makes of the sources: everything in the package but n8n's own modules. */
module.exports = {
	entryPoints,
	outdir: 'dist',
	outbase: '.',
	bundle: true,
	platform: 'node',
	target: 'node20',
	format: 'cjs',
	charset: 'utf8',
	legalComments: 'none',
	// n8n reads both files at every start. Names stay as they are, so that errors tell where they come from.
	minifyWhitespace: true,
	minifySyntax: true,
	loader: { '.wasm': 'binary' },
	external: ['n8n-workflow', './pictures', './metadata'],
	// A lazy import() has to find its file as require() does, without an extension.
	supported: { 'dynamic-import': false },
	logLevel: 'warning',
};

'use strict';

/*
 * npm runs this where the service is installed, before the scripts of what it depends on. That of onnxruntime-node would
 * fetch some hundred megabytes for graphics cards from outside npm's registry, and fail the installation where that
 * can't be reached. Few services use them, so empty files take their place, and its script looks for no
 * more. Whoever wants them sets ONNXRUNTIME_NODE_INSTALL=cuda12, which that script follows whatever is there.
 */

const { writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const platform = `${process.platform}/${process.arch}`;

try {
	const metadata = require.resolve('onnxruntime-node/script/install-metadata.js');
	const folder = join(dirname(metadata), '..', 'bin', 'napi-v6', platform);
	const { manifests, requirements } = require(metadata);
	for (const name of requirements[platform] ?? [])
		for (const file of Object.keys(manifests[`${platform}:${name}`]))
			writeFileSync(join(folder, file), '', { flag: 'wx' });
} catch {
	// Nothing is lost: they are there already, or its script fetches them.
}

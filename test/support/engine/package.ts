import { join } from 'node:path';

import type { ICredentialType, INodeType } from 'n8n-workflow';

/** The node and the credential of the built package (or of the build in BUILT_NODE), by the names that workflows hold. */
export function builtPackage(root: string): {
	nodes: Record<string, INodeType>;
	credentialTypes: Record<string, ICredentialType>;
} {
	const load = (path: string) =>
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- n8n requires it, too
		require(join(root, process.env.BUILT_NODE ?? 'dist', path)) as Record<
			string,
			new () => unknown
		>;
	const { ImageTagging } = load('nodes/ImageTagging/ImageTagging.node.js');
	const { HuaweiCloudApi } = load('credentials/HuaweiCloudApi.credentials.js');
	if (!ImageTagging || !HuaweiCloudApi) throw new Error('The package is not built');
	return {
		nodes: {
			'n8n-nodes-huaweicloud-image-recognition.imageTagging': new ImageTagging() as INodeType,
		},
		credentialTypes: { huaweiCloudApi: new HuaweiCloudApi() as ICredentialType },
	};
}

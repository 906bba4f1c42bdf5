import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { iamPaths } from './operations/iam';
import { operationPaths } from './operations/operation';
import { taggingPaths } from './operations/tagging';

const paths: ZodOpenApiPathsObject = { ...taggingPaths, ...iamPaths, ...operationPaths };

/**
 * The OpenAPI 3.1 description of every route, made from the schemas that check the requests.
 * @param version of this service
 */
export function openApiDocument(version: string): ReturnType<typeof createDocument> {
	return createDocument({
		openapi: '3.1.1',
		info: {
			title: 'Image Tagging',
			version,
			description:
				'The API of Huawei Cloud Image Recognition, served by yourself. Every request for tags is proven ' +
				"by a token (X-Auth-Token) or signed with an access key (SDK-HMAC-SHA256). Version 2's confidences are strings.",
			license: { name: 'MIT', identifier: 'MIT' },
		},
		servers: [{ url: '/', description: 'This service' }],
		tags: [
			{ name: 'Image Tagging', description: 'Tags for images.' },
			{ name: 'IAM', description: 'Tokens and projects.' },
			{ name: 'Operation', description: 'For those who run the service.' },
		],
		security: [{ token: [] }, { signature: [] }],
		paths,
		components: {
			securitySchemes: {
				token: {
					type: 'apiKey',
					in: 'header',
					name: 'X-Auth-Token',
					description: 'The X-Subject-Token of POST /v3/auth/tokens.',
				},
				signature: {
					type: 'apiKey',
					in: 'header',
					name: 'Authorization',
					description:
						'`SDK-HMAC-SHA256 Access=<AK>, SignedHeaders=…, Signature=…` with X-Sdk-Date.',
				},
			},
		},
	});
}

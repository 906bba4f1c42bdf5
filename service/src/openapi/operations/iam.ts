import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { projectsAnswer, tokenAnswer } from '../../iam/routes/answer-schemas';
import { tokenBody } from '../../iam/routes/token-request';
import { failuresOf, iamFailures, json, named } from '../responses';

const tags = ['IAM'];

const token = json(
	'The token is in the header X-Subject-Token.',
	tokenAnswer,
	{},
	{
		'X-Subject-Token': {
			description: 'The token, to be sent as X-Auth-Token.',
			required: true,
			schema: { type: 'string' },
		},
	},
);

const obtain: ZodOpenApiOperationObject = {
	operationId: 'obtainToken',
	summary: 'Obtain a token',
	description:
		'A token for a user by password, good for 24 hours. Image Tagging needs one with a project as its scope.',
	tags,
	security: [],
	requestParams: {
		query: z.object({
			nocatalog: z
				.string()
				.optional()
				.meta({ description: 'With any value, the answer has no catalog.' }),
		}),
	},
	requestBody: {
		required: true,
		content: {
			'application/json': {
				schema: tokenBody.meta({ id: 'Credentials' }),
				examples: named({
					project: {
						auth: {
							identity: {
								methods: ['password'],
								password: {
									user: { name: 'demo', password: 'demo-password', domain: { name: 'demo' } },
								},
							},
							scope: { project: { name: 'local-1' } },
						},
					},
				}),
			},
		},
	},
	responses: {
		201: token,
		...iamFailures(),
	},
};

const list = (operationId: string, summary: string): ZodOpenApiOperationObject => ({
	operationId,
	summary,
	tags,
	requestParams: {
		query: z.object({
			name: z.string().optional().meta({ description: 'Only the project of this name.' }),
		}),
	},
	responses: {
		200: json('The projects.', projectsAnswer),
		...failuresOf(['unauthenticated', 'authentication', 'locked', 'bodyTooLarge']),
	},
});

export const iamPaths: ZodOpenApiPathsObject = {
	'/v3/auth/tokens': { post: obtain },
	'/v3/projects': { get: list('listProjects', 'Projects of the account') },
	'/v3/auth/projects': {
		get: list('listOwnProjects', 'Projects that the caller may use'),
		post: list('listOwnProjectsByPost', 'The same, as the API reference prints it'),
	},
};

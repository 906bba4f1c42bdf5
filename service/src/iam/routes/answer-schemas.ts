import { z } from 'zod';

const named = z.strictObject({ id: z.string(), name: z.string() });
const time = z.string().meta({ examples: ['2026-11-29T08:00:00.000000Z'] });

const endpoint = z.strictObject({
	id: z.string(),
	interface: z.literal('public'),
	region: z.string(),
	region_id: z.string(),
	url: z.string(),
});

export const tokenAnswer = z
	.strictObject({
		token: z.strictObject({
			methods: z.array(z.string()),
			issued_at: time,
			expires_at: time,
			user: z.strictObject({
				id: z.string(),
				name: z.string(),
				domain: named,
				password_expires_at: z.string(),
			}),
			roles: z.array(named),
			catalog: z
				.array(
					z.strictObject({
						id: z.string(),
						name: z.string(),
						type: z.string(),
						endpoints: z.array(endpoint),
					}),
				)
				.meta({ description: 'Where the services are. Empty with `?nocatalog=true`.' }),
			project: named.extend({ domain: named }).optional(),
			domain: named.optional(),
		}),
	})
	.meta({
		id: 'Token',
		description: 'What the token is good for; itself it is in X-Subject-Token.',
	});

const project = named.extend({
	domain_id: z.string(),
	parent_id: z.string(),
	is_domain: z.boolean(),
	enabled: z.boolean(),
	description: z.string(),
	links: z.strictObject({ self: z.string() }),
});

export const projectsAnswer = z
	.strictObject({
		links: z.strictObject({ self: z.string(), previous: z.null(), next: z.null() }),
		projects: z.array(project),
	})
	.meta({ id: 'Projects' });

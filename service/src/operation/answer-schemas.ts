import { z } from 'zod';

const count = z.int().min(0);

const states = ['starting', 'ready', 'stopping', 'without workers'] as const;

export const healthAnswer = z
	.strictObject({
		status: z.enum(states),
		workers: count,
		ready: count.meta({ description: 'Workers that can take an image.' }),
		busy: count,
		queued: count.meta({ description: 'Images that wait for a worker.' }),
	})
	.meta({ id: 'Health' });

export const readinessAnswer = healthAnswer
	.extend({ status: z.enum([...states, 'saturated']) })
	.meta({ id: 'Readiness' });

export const livenessAnswer = z
	.strictObject({ status: z.literal('alive') })
	.meta({ id: 'Liveness' });

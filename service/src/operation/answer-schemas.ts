import { z } from 'zod';

const count = z.int().min(0);

export const healthAnswer = z
	.strictObject({
		status: z.enum(['starting', 'ready', 'stopping', 'without workers']),
		workers: count,
		ready: count.meta({ description: 'Workers that can take an image.' }),
		busy: count,
		queued: count.meta({ description: 'Images that wait for a worker.' }),
	})
	.meta({ id: 'Health' });

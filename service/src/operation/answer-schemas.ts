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

const model = z.strictObject({
	name: z.string(),
	version: z.string().meta({
		description: "What the model's description says; or else the first digits of its SHA-256.",
	}),
	task: z.enum(['detection', 'classification', 'embedding']),
	sha256: z.string().meta({ description: 'Of the ONNX file.' }),
	input: z
		.strictObject({ width: count, height: count })
		.meta({ description: 'What it looks at, in pixels.' }),
	classes: z.string().optional().meta({
		description: 'The data set whose classes it knows, where its labels are not its own.',
	}),
	labels: count.optional().meta({ description: 'How many labels of its own it has.' }),
	licence: z.string().optional(),
	source: z.string().optional(),
	provider: z
		.enum(['cpu', 'cuda', 'coreml'])
		.meta({ description: "onnxruntime's execution provider that runs it." }),
});

export const modelsAnswer = z
	.strictObject({
		models: z
			.array(model)
			.meta({ description: 'Those that look at each image; none until they are loaded.' }),
	})
	.meta({ id: 'Models' });

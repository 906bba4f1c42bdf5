import type { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { failureFacts, failureSchema, type FailureKind } from '../contract/failures';
import { iamFailureSchema } from '../contract/iam-failures';

type Header = {
	description: string;
	required?: boolean;
	schema: { type: 'string' };
};

type Headers = Record<string, Header>;

const headers: Headers = {
	'X-Request-Id': {
		description:
			'The ID under which the log has this request: the one that it came with in this header, if that is up to 128 visible ASCII characters, or else a new one.',
		schema: { type: 'string' },
	},
};

/** What any request can meet, whatever it asks for. */
const anywhere: FailureKind[] = [
	'badHttp',
	'slowRequest',
	'expectation',
	'headersTooLarge',
	'internal',
	'stopping',
];

/** An answer in JSON; examples by name, and headers beside the one that all answers have. */
export function json(
	description: string,
	schema: z.ZodType,
	examples: Record<string, unknown> = {},
	more: Headers = {},
): ZodOpenApiResponseObject {
	return {
		description,
		headers: Object.fromEntries(Object.entries({ ...headers, ...more })),
		content: { 'application/json': { schema, examples: named(examples) } },
	};
}

/** Examples as OpenAPI wants them. */
export const named = (examples: Record<string, unknown>): Record<string, { value: unknown }> =>
	Object.fromEntries(Object.entries(examples).map(([name, value]) => [name, { value }]));

/** The failures of a route: one response for each status, with the codes that it can have. */
export function failuresOf(kinds: FailureKind[]): ZodOpenApiResponsesObject {
	const sentences = new Map<number, string[]>();
	for (const kind of new Set([...kinds, ...anywhere])) {
		const { status, code, message } = failureFacts(kind);
		sentences.set(status, [...(sentences.get(status) ?? []), `- \`${code}\`: ${message}`]);
	}
	return Object.fromEntries(
		[...sentences].map(([status, lines]) => [
			status as unknown as `${4 | 5}${string}`,
			json(lines.join('\n'), failureSchema),
		]),
	);
}

/** IAM's failures, which have a form of their own. */
export const iamFailures = (): ZodOpenApiResponsesObject => ({
	...failuresOf(['bodyTooLarge', 'noMemory']),
	400: json('The body is not JSON, or a field is missing or wrong.', iamFailureSchema),
	401: json(
		'The account, the user or the password is wrong, or there is no such project.',
		iamFailureSchema,
	),
	403: json('There were too many wrong passwords in a row.', iamFailureSchema),
});

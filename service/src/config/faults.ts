import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** A setting that keeps the service from starting; the message is one sentence for the operator. */
export class ConfigError extends Error {}

/** The first fault of a configuration as a sentence that names the field by its path. */
export function firstFault({ issues }: z.ZodError): string {
	// A misspelled setting is often a missing one too; its own name says more.
	const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
	if (!issue) return 'it has a fault.';
	if (issue.code === 'unrecognized_keys') {
		const fields = issue.keys.map((key) => pathOf([...issue.path, key]));
		return `${fields.join(', ')} is not a setting.`;
	}
	if (/received undefined$/.test(issue.message)) return `${pathOf(issue.path)} is missing.`;
	return `${pathOf(issue.path)} is wrong: ${expectation(issue)}.`;
}

/** `accounts[0].users[1].name`; the whole file when the path is empty. */
function pathOf(path: readonly PropertyKey[]): string {
	if (path.length === 0) return 'the whole file';
	return path
		.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
		.join('')
		.replace(/^\./, '');
}

const typeNames: Record<string, string> = {
	array: 'a list',
	boolean: 'true or false',
	int: 'a whole number',
	number: 'a number',
	object: 'an object',
	string: 'a text',
};

const units: Record<string, string> = { array: ' entries', string: ' characters' };

function expectation(issue: Issue): string {
	switch (issue.code) {
		case 'invalid_type':
			return `it must be ${typeNames[issue.expected] ?? issue.expected}`;
		case 'invalid_value':
			return `it must be one of ${issue.values.join(', ')}`;
		case 'invalid_union':
			return issue.message;
		case 'too_small':
			return bound(issue.origin, issue.inclusive ? 'at least' : 'more than', issue.minimum);
		case 'too_big':
			return bound(issue.origin, issue.inclusive ? 'at most' : 'less than', issue.maximum);
		default:
			return issue.message.replace(/\.$/, '');
	}
}

function bound(origin: string, words: string, limit: number | bigint): string {
	const unit = units[origin];
	if (unit && words === 'at least' && limit === 1) return 'it must not be empty';
	return unit ? `it must have ${words} ${limit}${unit}` : `it must be ${words} ${limit}`;
}

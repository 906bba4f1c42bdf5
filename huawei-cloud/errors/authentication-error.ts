import { ConfigurationError } from '../configuration-error';
import { localFailure, type Failure } from './failure';

const mark = 'huaweiCloud';

/**
 * An error that n8n shows as it is. `new NodeApiError(node, error)` keeps message and description on n8n 1.x and
 * 2.x alike, as long as the error's outer levels have no status or code, and copies `response.data` to
 * `context.data`: there {@link failureOf} finds the failure again.
 */
export function authenticationError(failure: Failure): Error {
	return Object.assign(new Error(failure.reason), {
		name: 'HuaweiCloudAuthenticationError',
		description: failure.remedy,
		response: { data: { [mark]: failure } },
	});
}

/** The error for the user of whatever went wrong while authenticating. */
export const asAuthenticationError = (error: unknown): unknown =>
	error instanceof ConfigurationError
		? authenticationError(
				localFailure('authentication', 'CONFIGURATION', error.message, error.remedy),
			)
		: error;

interface Wrapped {
	context?: { data?: Record<string, unknown> };
	response?: { data?: Record<string, unknown> };
}

/**
 * What was wrong, when an error comes from the credential's `authenticate` or `preAuthentication`, as thrown or as
 * n8n wrapped it; undefined for any other error, such as a network failure of the request itself.
 */
export function failureOf(error: unknown): Failure | undefined {
	const { context, response } = (error ?? {}) as Wrapped;
	return (context?.data?.[mark] ?? response?.data?.[mark]) as Failure | undefined;
}

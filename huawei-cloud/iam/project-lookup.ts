import type { HuaweiCloudCredential } from '../credential';
import { iamEndpoint } from '../endpoints';
import { localFailure, type Failure, type Result } from '../errors/failure';
import { readProjects, type Project } from './project';

/** Gets what a URL of IAM gives, with the credential's proof; `read` returns undefined for what is no such answer. */
export type Get = <T>(url: string, read: (text: string) => T | undefined) => Promise<Result<T>>;

/** Where IAM lists projects: all of the account, for who may list them, or those that the user has access to. */
const LISTS = ['/v3/projects', '/v3/auth/projects'];

/** A user with few rights gets a 403 for the account's list; a locked one gets it for everything. */
const mayTryNext = ({ httpStatus, cause }: Failure): boolean =>
	httpStatus === 403 && cause !== 'key locked' && cause !== 'locked user';

/**
 * The projects that the user can see, for the Test button and for the run alike.
 * @param name leaves out others where IAM can filter
 * @returns undefined as the value when the user may not list any
 */
export async function visibleProjects(
	credential: HuaweiCloudCredential,
	get: Get,
	name?: string,
): Promise<Result<Project[] | undefined>> {
	const query = name === undefined ? '' : `?name=${encodeURIComponent(name)}`;
	for (const path of LISTS) {
		const projects = await get(`${iamEndpoint(credential)}${path}${query}`, readProjects);
		if (projects.ok || !mayTryNext(projects.failure)) return projects;
	}
	return { ok: true, value: undefined };
}

/** The failure of a look-up for a user who may not list projects. */
export const projectsNotListed = (): Failure => ({
	...localFailure(
		'authentication',
		'PROJECT_UNKNOWN',
		"The authentication is right, but this user may not list projects, so the Project ID can't be looked up.",
		'Open the credential and fill in Project ID (console: My Credentials > API Credentials).',
	),
	httpStatus: 403,
});

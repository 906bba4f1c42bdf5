import type { Account, Project } from '../config/account-schema';
import { Refused } from '../contract/refusals';

/** Who sent a request, once that is proven. */
export interface Caller {
	account: Account;
	/** The one project that a token is good for; a key is good for all of its account's. */
	scope: 'account' | 'keys' | Project;
}

/** @throws {ApiError} 403 when the project isn't one that the caller may use */
export function requireProject(caller: Caller, projectId: string): void {
	const allowed =
		caller.scope === 'keys'
			? caller.account.projects.some((project) => project.id === projectId)
			: caller.scope !== 'account' && caller.scope.id === projectId;
	if (!allowed) {
		throw new Refused(
			'wrong_project',
			`Project ${projectId.slice(0, 64)} is not one that these credentials may use.`,
		);
	}
}

/** @throws {ApiError} 403 for a token that is good for no project */
export function requireAnyProject(caller: Caller): void {
	if (caller.scope === 'account') {
		throw new Refused(
			'no_project',
			'The token has no project scope; obtain one with auth.scope set to a project.',
		);
	}
}

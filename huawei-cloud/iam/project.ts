import { ConfigurationError } from '../configuration-error';
import type { HuaweiCloudCredential } from '../credential';
import { parseJson } from '../json';
import { CUSTOM_REGION } from '../regions';

export interface Project {
	id: string;
	name: string;
}

/**
 * The project's name: a project is named after its region, unless the credential says otherwise.
 * @throws ConfigurationError for a custom region without a project name
 */
export function projectName(credential: HuaweiCloudCredential): string {
	const { region = '', projectName = '' } = credential;
	const name = projectName || (region === CUSTOM_REGION ? '' : region);
	if (name !== '') return name;
	throw new ConfigurationError(
		"The Huawei Cloud credential has neither a project ID nor a project name, and a custom region doesn't tell one.",
		'Open the credential and fill in Project Name or Project ID (console: My Credentials > API Credentials).',
	);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The enabled projects in IAM's answer, text or parsed; whatever isn't a project is left out.
 * @returns undefined when it isn't an answer of the project API at all
 */
export function readProjects(body: unknown): Project[] | undefined {
	const answer = typeof body === 'string' ? parseJson(body) : body;
	if (!isRecord(answer) || !Array.isArray(answer.projects)) return undefined;
	return answer.projects.flatMap((entry: unknown) => {
		if (!isRecord(entry) || entry.enabled === false) return [];
		const { id, name } = entry;
		return typeof id === 'string' && id !== '' && typeof name === 'string' ? [{ id, name }] : [];
	});
}

/**
 * The ID of the one project of that name.
 * @throws ConfigurationError when there is none, or more than one, naming what was found
 */
export function chooseProject(projects: readonly Project[], name: string): string {
	const matches = projects.filter((project) => project.name === name);
	const [match] = matches;
	if (match !== undefined && matches.length === 1) return match.id;
	if (match !== undefined) {
		throw new ConfigurationError(
			`Huawei Cloud has ${matches.length} projects named "${name}" (IDs ${matches.map(({ id }) => id).join(', ')}).`,
			'Open the credential and fill in the Project ID of the right one.',
		);
	}
	const names = projects.map((project) => `"${project.name}"`);
	throw new ConfigurationError(
		names.length === 0
			? `Huawei Cloud has no project named "${name}" that this user can see.`
			: `Huawei Cloud has no project named "${name}"; this user can see ${names.join(', ')}.`,
		'Open the credential and check Region and Project Name, or fill in Project ID (console: My Credentials > API Credentials).',
	);
}

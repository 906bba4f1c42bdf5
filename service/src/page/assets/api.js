import { say } from './texts.js';

/** Something that went wrong, as a sentence for the reader. */
export class Failure extends Error {
	/** @param {{status?: number, code?: string, requestId?: string}} facts as far as the service gave them */
	constructor(sentence, facts = {}) {
		super(sentence);
		Object.assign(this, facts);
	}
}

/**
 * What the page knows before anybody signs in.
 * @returns {Promise<{signIn: object | null, defaults: object}>}
 */
export async function readStart() {
	return (await call('page/start.json', {})).body;
}

/**
 * Signs in and looks up the account's projects. A token is good for one project, so `openProject` follows.
 * @param {{account: string, user: string, password: string}} person
 * @returns {Promise<{id: string, name: string}[]>}
 * @throws {Failure}
 */
export async function findProjects(person) {
	const token = await obtainToken(person, { domain: { name: person.account } });
	const { body } = await call('v3/projects', { headers: { 'X-Auth-Token': token } });
	if (body.projects.length === 0) throw new Failure(say('noProjects'));
	return body.projects;
}

/**
 * @returns {Promise<string>} a token for one project
 * @throws {Failure}
 */
export function openProject(person, project) {
	return obtainToken(person, { project: { id: project.id } });
}

/** The body of `POST /v3/auth/tokens`. */
export function tokenRequest({ account, user, password }, scope) {
	const identity = {
		methods: ['password'],
		password: { user: { name: user, password, domain: { name: account } } },
	};
	return { auth: { identity, scope } };
}

/** Path of the tagging API, relative to the service's address. */
export function taggingPath(version, projectId) {
	return version === 'v2'
		? `v2/${encodeURIComponent(projectId)}/image/tagging`
		: 'v1.0/image/tagging';
}

/**
 * @returns {Promise<object>} the service's answer as it came
 * @throws {Failure}
 */
export async function tag({ version, projectId, token, fields, signal }) {
	const { body } = await call(taggingPath(version, projectId), {
		method: 'POST',
		headers: { 'X-Auth-Token': token },
		body: JSON.stringify(fields),
		signal,
	});
	return body;
}

async function obtainToken(person, scope) {
	const { response } = await call('v3/auth/tokens', {
		method: 'POST',
		body: JSON.stringify(tokenRequest(person, scope)),
	});
	return response.headers.get('X-Subject-Token');
}

/** The address of the page is that of the service, also behind a proxy's path. */
async function call(path, options) {
	const headers = { 'Content-Type': 'application/json', ...options.headers };
	const response = await fetch(path, { ...options, headers, cache: 'no-store' }).catch((error) => {
		throw error.name === 'AbortError' ? error : new Failure(say('unreachable'));
	});
	const body = await response.json().catch((error) => {
		throw error.name === 'AbortError' ? error : new Failure(say('notTheService', response.status));
	});
	if (response.ok) return { response, body };
	throw failureOf(response, body);
}

/** The two forms of failures: the tagging API's and IAM's. */
function failureOf({ status, headers }, { error_msg, error_code, request_id, error }) {
	const sentence = (error_msg ?? error?.message ?? say('notTheService', status)).trim();
	const wait = headers.get('Retry-After');
	const sentences = [
		/[.!?]$/.test(sentence) ? sentence : `${sentence}.`,
		...(wait ? [say('retryAfter', wait)] : []),
		...(error_code && status === 401 ? [say('signInAgain')] : []),
	];
	const requestId = request_id ?? headers.get('X-Request-Id');
	return new Failure(sentences.join(' '), {
		status,
		code: error_code ?? `IAM ${status}`,
		requestId,
	});
}

import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The account that owns an n8n, and a saved credential.
 *
 * @typedef {{email: string, password: string, firstName: string, lastName: string}} Owner
 * @typedef {{id: string, name: string, type: string}} Credential
 * @typedef {ReturnType<typeof createApi>} Api
 */

/** States in which an execution will change no more. */
const FINAL = new Set(['success', 'error', 'canceled', 'crashed']);

/** How long n8n may refuse calls because a slow machine's disk kept it from reaching its database. */
const NOT_READY_MS = 120_000;

/**
 * Sends a request again while n8n answers 503, which it does before it has looked at the request.
 *
 * @template T
 * @param {() => Promise<T>} send
 * @param {(response: T) => number} statusOf
 * @returns {Promise<T>} the first other answer, or the last
 */
export async function untilReady(send, statusOf) {
	const deadline = Date.now() + NOT_READY_MS;
	for (;;) {
		const response = await send();
		if (statusOf(response) !== 503 || Date.now() > deadline) return response;
		await sleep(500);
	}
}

/** @param {object} json */
const triggerOutput = (json) => ({
	startTime: Date.now(),
	executionTime: 0,
	executionIndex: 0,
	executionStatus: 'success',
	source: [null],
	data: { main: [[{ json }]] },
});

/**
 * A client of n8n's own REST API, as its editor uses it, logged in by cookie.
 *
 * @param {string} url of n8n, without trailing slash
 * @param {string} version of n8n
 * @param {(text: string) => any} parseRunData of n8n's format for executions (flatted)
 */
export function createApi(url, version, parseRunData) {
	/** @type {string | undefined} */
	let cookie;

	/**
	 * @param {string} method
	 * @param {string} route below `/rest`
	 * @param {unknown} [body] sent as JSON
	 * @returns {Promise<any>} the answer's `data`
	 */
	async function request(method, route, body) {
		const send = () =>
			fetch(`${url}/rest${route}`, {
				method,
				headers: {
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
					...(cookie ? { cookie } : {}),
				},
				body: body === undefined ? undefined : JSON.stringify(body),
			});
		const response = await untilReady(send, ({ status }) => status);
		const text = await response.text();
		if (!response.ok) {
			throw new Error(
				`n8n answered ${response.status} to ${method} ${route}: ${text.slice(0, 500)}`,
			);
		}
		const set = response.headers.getSetCookie().find((entry) => entry.startsWith('n8n-auth='));
		if (set) cookie = set.split(';')[0];
		return text ? JSON.parse(text).data : undefined;
	}

	return {
		request,

		/**
		 * Makes the owner account, or logs in to it when it exists.
		 *
		 * @param {Owner} owner
		 */
		async signIn({ email, password, firstName, lastName }) {
			const { userManagement } = await request('GET', '/settings');
			return userManagement.showSetupOnFirstLoad
				? request('POST', '/owner/setup', { email, password, firstName, lastName })
				: request('POST', '/login', { emailOrLdapLoginId: email, email, password });
		},

		/**
		 * @param {string} name
		 * @param {string} type
		 * @param {object} data its fields
		 * @returns {Promise<Credential>} the saved credential
		 */
		createCredential: (name, type, data) => request('POST', '/credentials', { name, type, data }),

		/**
		 * What the credential's Test button shows.
		 *
		 * @param {Credential} credential
		 * @param {object} data its fields
		 * @returns {Promise<{status: 'OK' | 'Error', message: string}>}
		 */
		testCredential: (credential, data) =>
			request('POST', '/credentials/test', {
				credentials: { id: credential.id, name: credential.name, type: credential.type, data },
			}),

		/**
		 * Saves a workflow as the editor's "Import from file" does, inactive.
		 *
		 * @param {import('./workflows.mjs').Workflow} workflow
		 * @returns {Promise<{id: string}>}
		 */
		importWorkflow: (workflow) => request('POST', '/workflows', { ...workflow, active: false }),

		/**
		 * Turns a saved workflow's triggers on: 2.x publishes a version in the background, 1.x has a switch.
		 *
		 * @param {string} id
		 * @throws {Error} a trigger could not be activated
		 */
		async activate(id) {
			const { versionId } = await request('GET', `/workflows/${id}`);
			if (version.startsWith('1.')) {
				return request('PATCH', `/workflows/${id}`, { active: true, versionId });
			}
			await request('POST', `/workflows/${id}/activate`, { versionId });
			for (;;) {
				const { status, triggers } = await request('GET', `/workflows/${id}/publication-status`);
				if (status === 'published') return;
				/** @type {{errorMessage?: string} | undefined} */
				const failed = triggers.find(
					(/** @type {{errorMessage?: string}} */ { errorMessage }) => errorMessage,
				);
				if (failed) throw new Error(`the workflow was not activated: ${failed.errorMessage}`);
				await sleep(100);
			}
		},

		/**
		 * Runs a saved workflow from one of its triggers, as the editor's Execute button does.
		 *
		 * @param {string} id
		 * @param {string} triggerName
		 * @param {object} [json] what the trigger puts out, for triggers that wait for a call
		 * @returns {Promise<string>} the execution's id
		 */
		async run(id, triggerName, json) {
			const workflowData = await request('GET', `/workflows/${id}`);
			const answer = await request('POST', `/workflows/${id}/run`, {
				workflowData,
				triggerToStartFrom: { name: triggerName, ...(json && { data: triggerOutput(json) }) },
			});
			if (!answer.executionId) throw new Error(`${triggerName} waits for a call: it can't be run`);
			return answer.executionId;
		},

		/**
		 * Ids of a workflow's executions, newest first.
		 *
		 * @param {string} workflowId
		 * @returns {Promise<string[]>}
		 */
		async executionsOf(workflowId) {
			const filter = encodeURIComponent(JSON.stringify({ workflowId }));
			const { results } = await request('GET', `/executions?filter=${filter}`);
			return results.map((/** @type {{id: string}} */ { id }) => id);
		},

		/**
		 * Waits for an execution's end.
		 *
		 * @param {string} id
		 * @returns {Promise<{id: string, status: string, failure?: string, runData: Record<string, any>,
		 *   items: (node: string, output?: number) => any[]}>} `failure`: where and why
		 *   it stopped, `items`: what a node's last run put out
		 */
		async finished(id) {
			for (let pauseMs = 100; ; pauseMs = Math.min(2 * pauseMs, 1000)) {
				const { status, data } = await request('GET', `/executions/${id}`);
				const content = FINAL.has(status) ? parseRunData(data) : undefined;
				// n8n 1.x says how an execution ended before it has saved what came out.
				if (content || status === 'crashed') {
					const { runData = {}, error } = content?.resultData ?? {};
					/** @param {string} node */
					const items = (node, output = 0) => runData[node]?.at(-1)?.data?.main?.[output] ?? [];
					const failure = error && [error.node?.name, error.message, error.description].join(': ');
					return { id, status, failure, runData, items };
				}
				await sleep(pauseMs);
			}
		},
	};
}

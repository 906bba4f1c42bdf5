import { quantile } from './figures.mjs';

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
/**
 * @param {number} count
 * @param {number} ms
 */
const perSecond = (count, ms) => `${((1000 * count) / ms).toFixed(1)} pictures/s`;

/**
 * Pictures tagged between two times.
 *
 * @param {import('./send.mjs').Sent[]} sent
 * @param {number} from epoch ms
 * @param {number} to epoch ms
 */
const taggedBetween = (sent, from, to) =>
	sent.filter(({ tagged, at }) => tagged && at >= from && at < to).length;

/**
 * The run as rows for a table.
 *
 * @param {import('./run.mjs').Run} run
 * @returns {[what: string, value: string][]}
 */
export function rowsOf({ sent, times, costs, service, executions, workers, cutOff }) {
	const { started, killed, ended } = times;
	const answer = sent.filter(({ failures }) => failures.length === 0).map(({ ms }) => ms);
	// Nothing else is left to do while n8n finds out about the killed worker.
	const firstTries = Math.max(
		...sent.filter(({ failures }) => failures.length === 0).map(({ at }) => at),
	);
	const failedAfter = cutOff.map(({ at }) => at - killed);
	return [
		['Pictures sent, all different', String(sent.length)],
		['Tagged', String(sent.filter(({ tagged }) => tagged).length)],
		['Time, with the waiting for what was cut off', seconds(ended - started)],
		['Rate of two workers', perSecond(taggedBetween(sent, started, killed), killed - started)],
		[
			'Rate of the one that was left',
			perSecond(taggedBetween(sent, killed, firstTries), firstTries - killed),
		],
		[
			'Answer time, median and 95 %',
			`${seconds(quantile(answer, 0.5))}, ${seconds(quantile(answer, 0.95))}`,
		],
		['Executions cut off by the kill', String(cutOff.length)],
		[
			'… answered with 500 after',
			failedAfter.length === 0
				? 'none was'
				: `${seconds(Math.min(...failedAfter))} to ${seconds(Math.max(...failedAfter))}`,
		],
		['… cut off after their answer', String((executions.error ?? 0) - cutOff.length)],
		[
			'Executions in n8n',
			Object.entries(executions)
				.map(([state, count]) => `${count} ${state}`)
				.join(', '),
		],
		[
			'Executions by worker',
			workers.map(({ name, finished }) => `${name} ${finished.size}`).join(', '),
		],
		...Object.entries(costs).map(
			([part, ms]) =>
				/** @type {[string, string]} */ ([
					`Processor time per picture, ${part}`,
					`${Math.round(ms)} ms`,
				]),
		),
		['Pictures tagged by the service', String(service.tagged)],
		['Tagging requests that it refused', String(service.refused)],
		['Tokens that it issued', String(service.tokens)],
	];
}

/**
 * What a run must show.
 *
 * @param {import('./run.mjs').Run} run
 * @returns {string[]} what it does not show; empty when all is well
 */
export function faultsOf({ sent, service, executions, workers, cutOff }) {
	const lost = sent.filter(({ tagged }) => !tagged);
	const odd = cutOff.filter(({ status }) => status !== 500);
	const { success = 0, error = 0, ...others } = executions;
	/** @param {import('./send.mjs').Failed[]} failures */
	const example = (failures) => failures.map(({ status, text }) => `${status} ${text}`)[0];
	/** @type {[holds: boolean, say: () => string][]} */
	const claims = [
		[
			lost.length === 0,
			() =>
				`${lost.length} pictures were not tagged: ${example(lost.flatMap(({ failures }) => failures))}`,
		],
		[cutOff.length > 0, () => 'the killed worker had nothing to do, so the run shows nothing'],
		[odd.length === 0, () => `a cut-off execution was answered with ${example(odd)}`],
		[
			success + error === sent.length + 1 + cutOff.length,
			() => `n8n has ${success + error} executions, not one for each request`,
		],
		// More than the callers saw: the kill can fall between the answer and the end of its execution.
		[error >= cutOff.length, () => `n8n has ${error} failed executions, not ${cutOff.length}`],
		[
			Object.keys(others).length === 0,
			() => `executions were left ${Object.keys(others).join(', ')}`,
		],
		[workers.every(({ finished }) => finished.size > 0), () => 'a worker did nothing'],
		[service.tokens === 1, () => `the service issued ${service.tokens} tokens instead of one`],
		[service.refused === 0, () => `the service refused ${service.refused} requests`],
	];
	return claims.filter(([holds]) => !holds).map(([, say]) => say());
}

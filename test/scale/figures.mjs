import { processorMs } from './processor-time.mjs';

/**
 * The samples of a Prometheus metric whose labels have all these values, added up.
 *
 * @param {string} text in Prometheus' format
 * @param {string} name of the metric
 * @param {Record<string, string>} labels
 */
function sumOf(text, name, labels) {
	const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
	return text
		.split('\n')
		.filter((line) => line.startsWith(`${name}{`) && wanted.every((pair) => line.includes(pair)))
		.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

/**
 * What the service counted.
 *
 * @param {string} url of the service
 * @returns {Promise<{tokens: number, tagged: number, refused: number}>} tokens issued, pictures tagged,
 *   tagging requests answered with a failure
 */
export async function serviceFigures(url) {
	const text = await (await fetch(`${url}/metrics`)).text();
	/** @param {Record<string, string>} labels */
	const requests = (labels) => sumOf(text, 'image_tagging_requests_total', labels);
	const tagging = { route: '/v2/:projectId/image/tagging' };
	const tagged = requests({ ...tagging, status: '200' });
	return {
		tokens: requests({ route: '/v3/auth/tokens', status: '201' }),
		tagged,
		refused: requests(tagging) - tagged,
	};
}

/**
 * @param {import('./servers/postgres.mjs').Postgres} postgres
 * @returns {Promise<Record<string, number>>} how many executions n8n has in each state
 */
export async function executionFigures(postgres) {
	const rows = await postgres.query('select status, count(*) from execution_entity group by 1');
	return Object.fromEntries(rows.map(([status, count]) => [status, Number(count)]));
}

/**
 * The value that a share of the numbers does not exceed.
 *
 * @param {number[]} numbers
 * @param {number} share 0 to 1
 * @returns {number} not a number if there are none
 */
export function quantile(numbers, share) {
	const sorted = numbers.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

/**
 * A process, and how many pictures it has handled.
 *
 * @typedef {{pid: number | undefined, pictures: () => number}} Part
 */

/**
 * Starts to measure what one picture costs.
 *
 * @param {Record<string, Part>} parts by name
 * @returns {() => Record<string, number>} processor time per picture since then, by part, in ms
 */
export function measureCosts(parts) {
	/** @param {Part} part */
	const read = ({ pid, pictures }) => ({ ms: processorMs(pid), pictures: pictures() });
	const before = Object.entries(parts).map(([name, part]) => ({ name, part, start: read(part) }));
	return () =>
		Object.fromEntries(
			before.map(({ name, part, start }) => {
				const now = read(part);
				return [name, (now.ms - start.ms) / (now.pictures - start.pictures)];
			}),
		);
}

/**
 * Rows as text, values in one column.
 *
 * @param {[what: string, value: string][]} rows
 */
export function table(rows) {
	const width = Math.max(...rows.map(([what]) => what.length));
	return rows.map(([what, value]) => `${what.padEnd(width)}  ${value}`).join('\n');
}

import { codeOf } from '../../scripts/n8n/failure.mjs';

/** @typedef {import('./pictures.mjs').Picture} Picture */

/**
 * An answer that is a failure.
 *
 * @typedef {object} Failed
 * @property {number} status 0: none came
 * @property {string} text its beginning, or why there is none
 * @property {number} at when it came, epoch ms
 */

/**
 * What became of one picture.
 *
 * @typedef {object} Sent
 * @property {Picture} picture
 * @property {boolean} tagged whether the last answer has the tag that the picture must get
 * @property {number} at when the last answer came, epoch ms
 * @property {number} ms that the last answer took
 * @property {Failed[]} failures the answers without the tag
 */

/** Longer than n8n takes to give up an execution whose worker is dead. */
const ANSWER_TIMEOUT_MS = 180_000;

/**
 * @param {string} url
 * @param {Picture} picture
 */
async function post(url, { bytes }) {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'image/jpeg' },
			body: new Uint8Array(bytes),
			signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
		});
		const text = await response.text();
		return { status: response.status, text };
	} catch (error) {
		const { cause, name } = /** @type {Error} */ (error);
		return { status: 0, text: codeOf(cause) ?? name };
	}
}

/**
 * @param {string} text of an answer
 * @returns {string[]}
 */
function tagNamesIn(text) {
	try {
		return JSON.parse(text).tag_names ?? [];
	} catch {
		return [];
	}
}

/**
 * Sends one picture as a careful client does: the same again when the answer is a failure of the
 * server, or when there is none.
 *
 * @param {string} url of the webhook
 * @param {Picture} picture
 * @param {number} attempts at most
 * @returns {Promise<Sent>}
 */
async function sendPicture(url, picture, attempts) {
	/** @type {Failed[]} */
	const failures = [];
	for (;;) {
		const started = Date.now();
		const { status, text } = await post(url, picture);
		const at = Date.now();
		const tagged = status === 200 && tagNamesIn(text).includes(picture.tag);
		if (!tagged) failures.push({ status, text: text.slice(0, 300), at });
		const worthAnother = !tagged && (status === 0 || status >= 500) && failures.length < attempts;
		if (!worthAnother) return { picture, tagged, at, ms: at - started, failures };
	}
}

/**
 * Sends pictures, a number of them at once.
 *
 * @param {string} url of the webhook
 * @param {Picture[]} pictures
 * @param {{atOnce: number, attempts?: number, onSent?: (sent: number) => void, signal?: AbortSignal}} options
 *   `signal`: send no more
 * @returns {Promise<Sent[]>}
 */
export async function sendPictures(
	url,
	pictures,
	{ atOnce, attempts = 3, onSent = () => {}, signal },
) {
	const waiting = pictures.values();
	/** @type {Sent[]} */
	const results = [];
	const lane = async () => {
		for (const picture of waiting) {
			if (signal?.aborted) return;
			results.push(await sendPicture(url, picture, attempts));
			onSent(results.length);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, lane));
	return results;
}

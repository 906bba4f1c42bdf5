/**
 * What became of one picture.
 *
 * @typedef {object} Sent
 * @property {{number: number, tag: string, bytes: Buffer}} picture
 * @property {boolean} tagged whether the last answer has the tag that the picture must get
 * @property {number} at when the last answer came, epoch ms
 * @property {number} ms that the last answer took
 * @property {{status: number, text: string, at: number}[]} failures the answers without the tag; status 0: none came
 */

/** Longer than n8n takes to give up an execution whose worker is dead. */
const ANSWER_TIMEOUT_MS = 180_000;

async function post(url, { bytes }) {
	try {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'image/jpeg' },
			body: bytes,
			signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
		});
		const text = await response.text();
		return { status: response.status, text };
	} catch (error) {
		return { status: 0, text: String(error.cause?.code ?? error.name) };
	}
}

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
 * @param {{number: number, tag: string, bytes: Buffer}} picture
 * @param {number} attempts at most
 * @returns {Promise<Sent>}
 */
async function sendPicture(url, picture, attempts) {
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
 * @param {object[]} pictures
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

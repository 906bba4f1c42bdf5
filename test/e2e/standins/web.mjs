import { once } from 'node:events';
import { listen } from './server.mjs';

/** A web server that takes requests and never answers them. */
export async function startSilentWeb() {
	let count = 0;
	let ask;
	let abandon;
	const asked = new Promise((resolve) => (ask = resolve));
	const abandoned = new Promise((resolve) => (abandon = resolve));
	const { url, close } = await listen(async (request, response) => {
		count += 1;
		ask();
		await once(response, 'close');
		abandon();
	});
	return {
		url,
		close,
		/** Resolves when the first request has come. */
		asked,
		/** Resolves when its caller has hung up. */
		abandoned,
		/** How many requests have come. */
		get count() {
			return count;
		},
	};
}

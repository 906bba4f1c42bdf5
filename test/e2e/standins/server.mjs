import { createServer } from 'node:http';
import { once } from 'node:events';

/** Reads a whole request body. @returns {Promise<Buffer>} */
export async function readBody(request) {
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** The fields of a form body, multipart or urlencoded; files are `File`s. */
export async function readForm(request) {
	const headers = { 'content-type': request.headers['content-type'] ?? '' };
	const form = await new Response(await readBody(request), { headers }).formData();
	return Object.fromEntries(form);
}

export function sendJson(response, value, status = 200) {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(value));
}

/** Listens on a free port of 127.0.0.1. A failing handler answers 500 with its message. */
export async function listen(handle, create = createServer) {
	const server = create(async (request, response) => {
		try {
			await handle(request, response, new URL(request.url, 'http://localhost'));
		} catch (error) {
			sendJson(response, { ok: false, error: error.message }, 500);
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		server,
		port: server.address().port,
		url: `http://127.0.0.1:${server.address().port}`,
		async close() {
			server.close();
			server.closeAllConnections();
			if (server.listening) await once(server, 'close');
		},
	};
}

import { listen, readBody, readForm, sendJson } from './server.mjs';

const TOKEN = '123456:stand-in';

const readParameters = async (request) => {
	const type = request.headers['content-type'] ?? '';
	if (type.includes('form')) return readForm(request);
	const body = (await readBody(request)).toString();
	return body ? JSON.parse(body) : {};
};

/**
 * A stand-in for the Telegram Bot API: it keeps the webhook that n8n registers, serves one photo and
 * records the bot's answers.
 *
 * @param {Buffer} photo that users of the chat send
 */
export async function startTelegram(photo) {
	let webhook;
	let arrived;
	const methods = {
		setWebhook: (parameters) => {
			webhook = parameters;
			return true;
		},
		deleteWebhook: () => true,
		getWebhookInfo: () => ({ url: webhook?.url ?? '' }),
		getFile: ({ file_id: id }) => ({ file_id: id, file_path: `photos/${id}.jpg` }),
		sendPhoto: (parameters) => arrived({ method: 'sendPhoto', ...parameters }),
		sendMessage: (parameters) => arrived({ method: 'sendMessage', ...parameters }),
	};
	const server = await listen(async (request, response, { pathname, searchParams }) => {
		if (pathname.startsWith(`/file/bot${TOKEN}/photos/`)) {
			response.writeHead(200, { 'content-type': 'image/jpeg' });
			response.end(photo);
			return;
		}
		const method = methods[pathname.replace(`/bot${TOKEN}/`, '')];
		if (!method) return sendJson(response, { ok: false, description: 'Not Found' }, 404);
		const parameters = { ...Object.fromEntries(searchParams), ...(await readParameters(request)) };
		sendJson(response, { ok: true, result: method(parameters) ?? {} });
	});

	/** Sends an update to the bot and resolves to its answer to the chat. */
	const deliver = async (message) => {
		const answer = new Promise((resolve) => {
			arrived = (sent) => {
				resolve(sent);
				return { message_id: 2, chat: { id: Number(sent.chat_id) } };
			};
		});
		const update = { update_id: 1, message: { message_id: 1, date: 1, ...message } };
		const response = await fetch(webhook.url, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-telegram-bot-api-secret-token': webhook.secret_token ?? '',
			},
			body: JSON.stringify(update),
		});
		if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
		return answer;
	};
	const chat = { id: 4242, type: 'private' };
	const from = { id: 4242, is_bot: false, first_name: 'Ada' };
	return {
		credential: { accessToken: TOKEN, baseUrl: server.url },
		isConnected: () => webhook !== undefined,
		sendPhoto: () =>
			deliver({
				chat,
				from,
				photo: ['small', 'medium', 'large', 'extra'].map((size) => ({
					file_id: `photo-${size}`,
					file_unique_id: size,
					width: 640,
					height: 427,
				})),
			}),
		sendText: (text) => deliver({ chat, from, text }),
		close: server.close,
	};
}

import { listen, readBody, sendJson } from './server.mjs';

const completion = (message, finish) => ({
	id: 'chatcmpl-1',
	object: 'chat.completion',
	created: 1,
	model: 'stand-in',
	choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', ...message } }],
	usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
});

/**
 * A stand-in for an OpenAI-compatible chat endpoint. It asks once for the first tool that it is
 * offered, with the address found in the user's message, then answers with what the tool said.
 */
export async function startOpenAi() {
	const offered = [];
	const server = await listen(async (request, response, { pathname }) => {
		if (pathname === '/v1/models') return sendJson(response, { data: [{ id: 'gpt-4.1-mini' }] });
		if (pathname !== '/v1/chat/completions') return sendJson(response, {}, 404);
		const { messages, tools = [], stream } = JSON.parse((await readBody(request)).toString());
		if (stream) throw new Error('the stand-in does not stream');
		offered.push(...tools.map((tool) => tool.function));
		const said = messages.at(-1);
		if (said.role === 'tool') {
			return sendJson(response, completion({ content: `Seen: ${said.content}` }, 'stop'));
		}
		const address = /https?:\/\/\S+/.exec(JSON.stringify(said.content))?.[0].replace(/["\\]+$/, '');
		const { name, parameters } = tools[0].function;
		const [field] = Object.keys(parameters.properties);
		const call = { name, arguments: JSON.stringify({ [field]: address }) };
		sendJson(
			response,
			completion(
				{ content: null, tool_calls: [{ id: 'call_1', type: 'function', function: call }] },
				'tool_calls',
			),
		);
	});
	return {
		credential: { apiKey: 'stand-in', url: `${server.url}/v1`, header: false },
		/** The tools that n8n offered to the model, as in the API. */
		offered,
		close: server.close,
	};
}

// A tagging service in a process of its own, so that its work is not the bench's:
// answers after LATENCY_MS, lets QUOTA requests in at a time (429 beyond), spoils FAULT_SHARE of its answers.
import { createServer } from 'node:http';

const { LATENCY_MS = '200', QUOTA = '10', FAULT_SHARE = '0' } = process.env;
const body = JSON.stringify({
	result: { tags: [{ tag: 'cup', type: 'object', confidence: '98.5', instances: [] }] },
});
const json = { 'Content-Type': 'application/json' };
const failure = (response, status) =>
	response
		.writeHead(status, json)
		.end(
			JSON.stringify({ error_code: status === 429 ? 'APIG.0308' : 'AIS.0506', error_msg: 'no' }),
		);
const faults = [
	(response) => failure(response, 500),
	(response) => failure(response, 502),
	(response) => failure(response, 503),
	(response) => response.socket.resetAndDestroy(),
	(response) => response.writeHead(200, json).end(body.slice(0, 40)),
];
const every = Number(FAULT_SHARE) > 0 ? Math.round(1 / Number(FAULT_SHARE)) : Infinity;
let inFlight = 0;
let requests = 0;
let refused = 0;
let spoiled = 0;

const server = createServer((request, response) => {
	if (request.url === '/counts') {
		response.writeHead(200, json).end(JSON.stringify({ requests, refused, spoiled }));
		return;
	}
	request.resume().once('end', () => {
		requests++;
		if (inFlight >= Number(QUOTA)) {
			refused++;
			failure(response, 429);
			return;
		}
		inFlight++;
		const isSpoiled = requests % every === 0;
		setTimeout(() => {
			inFlight--;
			if (isSpoiled) faults[spoiled++ % faults.length](response);
			else response.writeHead(200, json).end(body);
		}, Number(LATENCY_MS));
	});
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));

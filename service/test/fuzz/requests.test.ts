import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { expectSound } from './support/answers';
import { signed, type Headers } from './support/headers';
import { mutatedPictures, smallPictures } from './support/pictures';
import { requests, type FuzzedRequest } from './support/requests';
import { patience, runsOf } from './support/runs';
import { fuzzedServer, tokenFrom } from './support/server';

let app: FastifyInstance;
let failures: string[];
let token: string;

beforeAll(async () => {
	({ app, failures } = await fuzzedServer());
	token = await tokenFrom(app);
}, patience);

afterAll(async () => {
	await app.close();
	jest.restoreAllMocks();
});

function proven({ method, path, headers, proof, body }: FuzzedRequest): Headers {
	if ('headers' in proof) return proof.headers;
	if ('token' in proof) return { 'x-auth-token': token };
	const host = { host: 'localhost:80', ...headers };
	return signed({ method, url: path, headers: host, body: Buffer.from(body) }, proof.derived);
}

it(
	'no request makes the service fail, and each has an answer of a known form',
	async () => {
		const tally: Record<string, number> = {};
		const pictures = mutatedPictures(await smallPictures());
		await fc.assert(
			fc.asyncProperty(requests(pictures), async (request) => {
				const { method, path, headers, body } = request;
				const answer = await app.inject({
					method: method as 'GET',
					url: path,
					headers: { host: 'localhost:80', ...headers, ...proven(request) },
					payload: body,
				});
				const { statusCode: status } = answer;
				expectSound(method, answer.raw.req.url ?? path, {
					status,
					headers: answer.headers,
					body: answer.body,
				});
				tally[status] = (tally[status] ?? 0) + 1;
			}),
			runsOf(0.9),
		);
		expect(failures).toEqual([]);
		if (process.env.FUZZ_CASES) console.info('answers by status', tally);
		// Unless most cases get past the door, little is tested.
		for (const status of [200, 400, 401]) {
			expect(tally[status]).toBeGreaterThan(runsOf(0.04).numRuns);
		}
	},
	patience,
);

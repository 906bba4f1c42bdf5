import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import type { Engine } from '../../src/engine';
import { closeEngines, warmEngine } from '../engine/support/engines';
import { photo } from '../engine/support/paths';
import { v2Path } from '../support/client';
import { expectSound } from './support/answers';
import { mutatedPictures, smallPictures } from './support/pictures';
import { patience, runsOf } from './support/runs';
import { fuzzedServer, tokenFrom } from './support/server';

let app: FastifyInstance;
let engine: Engine;
let failures: string[];
let pictures: Buffer[];

beforeAll(async () => {
	engine = await warmEngine();
	({ app, failures } = await fuzzedServer(engine));
	const open = () => sharp(photo('coffee')).resize(320);
	pictures = await Promise.all([
		open().jpeg().toBuffer(),
		open().png({ palette: true }).toBuffer(),
		open().webp().toBuffer(),
		...(await smallPictures()),
	]);
}, patience);

afterAll(async () => {
	await app.close();
	await closeEngines();
	jest.restoreAllMocks();
});

it(
	'no picture makes a worker process fail or end',
	async () => {
		const headers = { 'x-auth-token': await tokenFrom(app) };
		await fc.assert(
			fc.asyncProperty(mutatedPictures(pictures), async (bytes) => {
				const payload = JSON.stringify({ image: bytes.toString('base64'), threshold: 0 });
				const answer = await app.inject({ method: 'POST', url: v2Path, headers, payload });
				const { statusCode: status, body } = answer;
				expectSound('POST', v2Path, { status, headers: answer.headers, body });
			}),
			runsOf(0.02),
		);
		expect(failures).toEqual([]);
		expect(engine.stats().restarts).toBe(0);
		expect(engine.stats().tagged).toBeGreaterThan(runsOf(0.002).numRuns);
	},
	patience,
);

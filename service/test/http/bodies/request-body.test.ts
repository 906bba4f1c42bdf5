import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import fc from 'fast-check';
import { ApiError } from '../../../src/contract/failures';
import { BodyBudget } from '../../../src/http/bodies/body-budget';
import { BodyMemory, freshMemory } from '../../../src/http/bodies/body-memory';
import { bodyOf, holdBody, keepBodies, readBody } from '../../../src/http/bodies/request-body';

const megabyte = 1024 * 1024;

const roomForAll = () => new BodyBudget(100 * megabyte).open({ account: 'a' });

/** A body that comes in pieces of these lengths, each of other bytes. */
const piecesOf = (lengths: number[]) => lengths.map((length, i) => Buffer.alloc(length, i + 1));

describe('a request body', () => {
	it('is the bytes that came, in whatever pieces, into memory that other bodies had before', async () => {
		const memory = new BodyMemory();
		const lengths = fc.array(fc.integer({ min: 1, max: 300_000 }), { maxLength: 12 });
		await fc.assert(
			fc.asyncProperty(lengths, fc.boolean(), async (pieces, declared) => {
				const expected = Buffer.concat(piecesOf(pieces));
				const length = declared ? expected.length : 0;
				const body = await readBody(Readable.from(piecesOf(pieces)), length, {
					memory,
					hold: roomForAll(),
				});
				expect(body.equals(expected)).toBe(true);
				memory.giveBack(body);
			}),
		);
	});

	it.each([
		['the declared length', 13 * megabyte, 1],
		['what comes', 0, 13],
	])('is refused above 12 MB by %s', async (_by, declared, megabytes) => {
		const payload = Readable.from(piecesOf(Array.from({ length: megabytes }, () => megabyte)));
		const body = readBody(payload, declared, { memory: new BodyMemory(), hold: roomForAll() });
		await expect(body).rejects.toMatchObject({ code: 'APIG.0201' });
	});

	it.each([
		['the declared length', 65_537],
		['what comes', 0],
	])('is refused above a lower limit by %s', async (_by, declared) => {
		const hold = roomForAll();
		const reading = { memory: new BodyMemory(), hold, limit: 65_536 };
		const body = readBody(Readable.from(piecesOf([65_536, 1])), declared, reading);
		await expect(body).rejects.toThrow('A request may have up to 64 KB.');
		const fitting = readBody(Readable.from(piecesOf([65_535, 1])), 0, reading);
		expect(await fitting).toHaveLength(65_536);
	});

	it.each([1, 65_535, 65_536, 300_000, megabyte, megabyte + 1, 5 * megabyte])(
		'of %d bytes is counted as what it really takes',
		async (length) => {
			const hold = roomForAll();
			let counted = 0;
			jest.spyOn(hold, 'growTo').mockImplementation((bytes) => void (counted = bytes));
			const payload = Readable.from([Buffer.alloc(length)]);
			const { buffer } = await readBody(payload, length, { memory: new BodyMemory(), hold });
			expect(counted).toBe(buffer.byteLength);
		},
	);

	it.each([
		['a small one of unknown length', 0, [1], megabyte * 12, [262_144]],
		['a large one of unknown length', 0, [300_000], megabyte * 12, [600_000]],
		['one that grows', 0, [100_000, 162_144, 1], megabyte * 12, [262_144, 524_290]],
		['one with a low limit', 0, [1, 1024], 4097, [1025]],
		['one near its limit', 0, [600], 1000, [1000]],
		['one at its limit', 1000, [1000], 1000, [1000]],
		['one that says how long it is', 500_000, [100_000, 400_000], megabyte * 12, [500_000]],
		[
			'one that says that it is long, by what comes',
			5 * megabyte,
			[megabyte, 1, 4 * megabyte - 1],
			megabyte * 12,
			[megabyte, 5 * megabyte],
		],
	])('has room for %s', async (_what, declared, lengths, limit, rooms) => {
		const hold = roomForAll();
		const grown = jest.spyOn(hold, 'growTo');
		const payload = Readable.from(piecesOf(lengths));
		const body = await readBody(payload, declared, { memory: freshMemory, hold, limit });
		expect(body.equals(Buffer.concat(piecesOf(lengths)))).toBe(true);
		expect(grown.mock.calls.flat()).toEqual(rooms);
	});

	it('for which there is no memory asks for none when more of it comes, and is let run on', async () => {
		const hold = roomForAll();
		const grown = jest.spyOn(hold, 'growTo').mockImplementation(() => {
			throw new ApiError('noMemory');
		});
		const payload = Readable.from(piecesOf([1, 1, 1]));
		const end = once(payload, 'end');
		const body = readBody(payload, 0, { memory: freshMemory, hold });
		await expect(body).rejects.toMatchObject({ kind: 'noMemory' });
		await end;
		expect(grown).toHaveBeenCalledTimes(1);
	});

	it('that breaks off fails as its connection does', async () => {
		const payload = new Readable({ read: () => undefined });
		const body = readBody(payload, 9, { memory: freshMemory, hold: roomForAll() });
		payload.push('x');
		payload.destroy(new Error('gone'));
		await expect(body).rejects.toThrow('gone');
	});

	it.each([
		[12 * megabyte, '12 MB'],
		[megabyte, '1 MB'],
		[megabyte / 2, '512 KB'],
	])('above its limit of %d is told that it is %s', async (limit, words) => {
		const reading = { memory: freshMemory, hold: roomForAll(), limit };
		await expect(readBody(Readable.from([]), limit + 1, reading)).rejects.toThrow(
			new RegExp(`A request may have up to ${words}\\.$`),
		);
	});

	it('may have 12 MB to the byte', async () => {
		const payload = Readable.from(piecesOf(Array.from({ length: 12 }, () => megabyte)));
		expect(
			await readBody(payload, 0, { memory: new BodyMemory(), hold: roomForAll() }),
		).toHaveLength(12 * megabyte);
	});
});

describe('what is kept of bodies', () => {
	let app: FastifyInstance;

	beforeAll(() => {
		app = fastify();
		keepBodies(app, { memory: new BodyMemory(), limit: 1024 });
		app.addHook('onRequest', async (request, reply) => {
			if (request.url !== '/unheld') holdBody(request, reply, roomForAll());
			if (request.url === '/hashed') request.bodyHash = createHash('sha256');
		});
		app.post('/*', async (request) => ({
			length: bodyOf(request).length,
			hash: request.bodyHash?.digest('hex'),
		}));
	});

	afterAll(() => app.close());

	const post = async (path: string, payload?: string) =>
		(await app.inject({ method: 'POST', path, ...(payload !== undefined && { payload }) })).json();

	it('is all of one for which there is memory, of whatever type it says that it is', async () => {
		expect(await post('/', 'x'.repeat(1024))).toEqual({ length: 1024 });
		expect(await post('/')).toEqual({ length: 0 });
	});

	it('is its hash too, where that is asked for', async () => {
		const hash = createHash('sha256').update('body').digest('hex');
		expect(await post('/hashed', 'body')).toEqual({ length: 4, hash });
	});

	it('is nothing above their limit', async () => {
		const { message } = await post('/', 'x'.repeat(1025));
		expect(message).toContain('A request may have up to 1 KB.');
	});

	it('is nothing of one that nobody answers for', async () => {
		expect(await post('/unheld', 'x')).toMatchObject({ statusCode: 500 });
	});
});

describe('what a body holds', () => {
	const whole = 12 * megabyte;

	it.each([
		['when its request is over', false],
		['at once where its client has left already', true],
	])('is given back %s', (_when, destroyed) => {
		const budget = new BodyBudget(whole);
		const hold = budget.open({ account: 'a' });
		hold.growTo(whole);
		const raw = Object.assign(new EventEmitter(), { destroyed });
		holdBody({} as never, { raw } as never, hold);
		const next = () => budget.open({ account: 'b' }).growTo(whole);
		if (!destroyed) {
			expect(next).toThrow(ApiError);
			raw.emit('close');
		}
		expect(next).not.toThrow();
	});
});

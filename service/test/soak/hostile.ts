import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { png, pngHeader } from '../support/pictures';
import { call } from './call';
import type { Tally } from './tally';

interface Target {
	base: string;
	/** Of an account that is let in and means no good. */
	token: string;
	from: string;
	stop: AbortSignal;
}

/** One attempt; what it gives is counted. @throws what only a broken service can cause */
type Attempt = (target: Target) => Promise<string>;

const V1 = '/v1.0/image/tagging';
const JSON_TYPE = { 'content-type': 'application/json' };
const JPEG_START = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');

const dial = ({ base, from }: Target): Socket =>
	connect({ port: Number(new URL(base).port), host: '127.0.0.1', localAddress: from }).on(
		'error',
		() => undefined,
	);

const closed = (socket: Socket, stop: AbortSignal, within: number): Promise<unknown> =>
	Promise.race([
		new Promise((resolve) => socket.once('close', resolve)),
		sleep(within, undefined, { signal: stop }).catch(() => undefined),
	]);

/** Sends a body as a caller who is let in, and takes only the refusals that fit it. */
const refusal =
	(body: (n: number) => string | Buffer, allowed: readonly number[]): Attempt =>
	async ({ base, token, from }) => {
		const { status, text } = await call(base, {
			method: 'POST',
			path: V1,
			headers: { ...JSON_TYPE, 'x-auth-token': token },
			body: body(Date.now()),
			from,
		});
		if (![...allowed, 429, 503].includes(status)) throw new Error(`${status}: ${text}`);
		return String(status);
	};

const ofImage = (bytes: Buffer) => JSON.stringify({ image: bytes.toString('base64') });

/** Runs of one pixel each, for many more pixels than the picture has. */
function runLengthBomb(): Buffer {
	const head = Buffer.alloc(54 + 1024);
	head.write('BM');
	head.writeUInt32LE(head.length, 10);
	head.writeUInt32LE(40, 14);
	head.writeInt32LE(64, 18);
	head.writeInt32LE(64, 22);
	head.writeUInt16LE(1, 26);
	head.writeUInt16LE(8, 28);
	head.writeUInt32LE(1, 30);
	return Buffer.concat([head, Buffer.alloc(7_000_000, Buffer.from([0, 2, 0, 0]))]);
}

const head = (fields: string[]) =>
	[`POST ${V1} HTTP/1.1`, 'Host: 127.0.0.1', ...fields, '', ''].join('\r\n');

const bombs = {
	runs: ofImage(runLengthBomb()),
	pixels: ofImage(pngHeader(30_000, 30_000)),
	narrow: ofImage(png(16, 4096)),
	cut: ofImage(Buffer.concat([JPEG_START, Buffer.alloc(100_000, 7)])),
	large: `{"image":"${'A'.repeat(13_000_000)}"}`,
	lines: JSON.stringify({ image: `${'QUJD'.repeat(19)}\n`.repeat(90_000) }),
};

/** What hostile and unlucky clients do, by name. */
export const HOSTILE: Record<string, Attempt> = {
	'a forged token': async ({ base, from }) => {
		const headers = { ...JSON_TYPE, 'x-auth-token': `forged.${Math.random()}` };
		const { status } = await call(base, { method: 'POST', path: V1, headers, body: '{}', from });
		if (![401, 403, 429, 503].includes(status)) throw new Error(String(status));
		return String(status);
	},
	'a guessed password': async ({ base, from }) => {
		const user = { name: 'user', password: `${Math.random()}`, domain: { name: 'north' } };
		const auth = { identity: { methods: ['password'], password: { user } } };
		const { status } = await call(base, {
			method: 'POST',
			path: '/v3/auth/tokens',
			headers: JSON_TYPE,
			body: JSON.stringify({ auth }),
			from,
		});
		if (![401, 403, 429, 503].includes(status)) throw new Error(String(status));
		return String(status);
	},
	'a forged signature': async ({ base, from }) => {
		const date = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
		const authorization = `SDK-HMAC-SHA256 Access=SOAKKEY${Date.now() % 50}, SignedHeaders=x-sdk-date, Signature=${'0'.repeat(64)}`;
		const headers = { ...JSON_TYPE, 'x-sdk-date': date, authorization };
		const { status } = await call(base, { method: 'POST', path: V1, headers, body: '{}', from });
		if (![401, 403, 429, 503].includes(status)) throw new Error(String(status));
		return String(status);
	},
	'a bomb of runs': refusal(() => bombs.runs, [200, 400]),
	'a bomb of pixels': refusal(() => bombs.pixels, [400]),
	'a very narrow picture': refusal(() => bombs.narrow, [200, 400]),
	'a damaged picture': refusal(() => bombs.cut, [400]),
	'a body too large': refusal(() => bombs.large, [413]),
	'base64 in lines of anything': refusal(() => bombs.lines, [400]),
	'no JSON': refusal((n) => `{"image": ${n}`, [400]),
	'the metadata address': refusal(() => '{"url":"http://169.254.169.254/latest"}', [400]),
	'the service itself': refusal(() => '{"url":"http://127.0.0.1:80/x.jpg"}', [400]),
	'no HTTP': async (target) => {
		const socket = dial(target);
		socket.end(Buffer.from(Array.from({ length: 300 }, () => Math.random() * 256)));
		socket.resume();
		await closed(socket, target.stop, 70_000);
		return socket.destroyed ? 'ended' : 'left';
	},
	'a body that drips': async (target) => {
		const socket = dial(target);
		let heard = '';
		socket.on('data', (data) => (heard += data.toString('latin1')));
		socket.write(head([`X-Auth-Token: ${target.token}`, 'Content-Length: 100000']));
		for (let sent = 0; sent < 300 && !socket.destroyed && !target.stop.aborted; sent++) {
			socket.write('x');
			await sleep(500);
		}
		const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1] ?? 'ended without answer';
		const isOpen = !socket.destroyed;
		socket.destroy();
		if (isOpen && !target.stop.aborted) throw new Error('it may drip for ever');
		return status;
	},
	'a reader that reads nothing': async (target) => {
		const socket = dial(target);
		socket.pause();
		const line = 'GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
		for (let i = 0; i < 50; i++) socket.write(line);
		await closed(socket, target.stop, 20_000);
		socket.destroy();
		return 'left';
	},
	'images sent and left': async (target) => {
		const socket = dial(target);
		const fields = [`X-Auth-Token: ${target.token}`, `Content-Length: ${bombs.narrow.length}`];
		for (let i = 0; i < 6; i++) socket.write(head(fields) + bombs.narrow);
		await closed(socket, target.stop, 50);
		socket.destroy();
		return 'left';
	},
	'a hundred idle connections': async (target) => {
		const sockets = Array.from({ length: 100 }, () => dial(target));
		await sleep(10_000, undefined, { signal: target.stop }).catch(() => undefined);
		for (const socket of sockets) socket.destroy();
		return 'left';
	},
};

/** Keeps at it, one attempt after the other, with a short rest between. */
export async function keepAttacking(name: string, target: Target, tally: Tally): Promise<void> {
	const attempt = HOSTILE[name] as Attempt;
	while (!target.stop.aborted) {
		try {
			tally.count(name, await attempt(target));
		} catch (error) {
			const what = error instanceof Error ? error.message : String(error);
			if (!target.stop.aborted) tally.fault(name, what);
		}
		await sleep(500 + Math.random() * 1_000);
	}
}

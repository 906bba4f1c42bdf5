import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { bitmap, faultRig } from '../support/fault-rig';
import { goodAnswer } from '../support/faulty-server';

/** Far more than the buffers of two sockets hold, so that the rest waits in n8n's memory. */
const SIDE = 1_400;

let rig: Awaited<ReturnType<typeof faultRig>>;

beforeAll(async () => {
	rig = await faultRig(join(__dirname, '../..'));
});
afterAll(() => rig.stop());

const answer = (status: string, body: object): string => {
	const text = JSON.stringify(body);
	return `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
};

interface Upload {
	socket: Socket;
	/** What has come of the request so far. */
	received(): Buffer;
	/** Resolves when the whole request is there, or the client has hung up. */
	ended: Promise<void>;
}

function upload(socket: Socket): Upload {
	const chunks: Buffer[] = [];
	let wanted = Infinity;
	let size = 0;
	const ended = new Promise<void>((resolve) => {
		socket.on('data', (chunk) => {
			chunks.push(chunk);
			size += chunk.length;
			const head = wanted === Infinity ? Buffer.concat(chunks).toString('latin1') : '';
			const body = head.indexOf('\r\n\r\n') + 4;
			const length = /content-length: (\d+)/i.exec(head)?.[1];
			if (body > 3 && length) wanted = body + Number(length);
			if (size >= wanted) resolve();
		});
		socket.on('error', () => resolve()).on('close', () => resolve());
	});
	return { socket, received: () => Buffer.concat(chunks), ended };
}

/**
 * A server that refuses the first request when it has read its beginning, and reads the rest of it only when the second
 * image has been sent: as a gateway may that counts requests and not bytes.
 */
async function impatientServer(refusal: string) {
	const uploads: Upload[] = [];
	const server = createServer((socket) => {
		const request = upload(socket);
		uploads.push(request);
		if (uploads.length === 1) {
			socket.once('data', () => {
				socket.pause();
				socket.write(refusal);
			});
			return;
		}
		void request.ended.then(async () => {
			if (uploads.length === 3) {
				uploads[0]?.socket.resume();
				await uploads[0]?.ended;
			}
			socket.end(answer('200 OK', goodAnswer));
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		uploads,
		async close() {
			for (const { socket } of uploads) socket.destroy();
			await new Promise((closed) => server.close(closed));
		},
	};
}

const late = new Date(Date.now() + 3_600_000).toUTCString();

describe('a request that is answered before it was uploaded', () => {
	it.each([
		['throttled', answer('429 Too Many Requests', { error_code: 'APIG.0308', error_msg: 'slow' })],
		[
			'signed by a wrong clock',
			answer('401 Unauthorized', {
				error_code: 'APIG.0301',
				error_msg: 'Incorrect IAM authentication information: signature expired',
			}).replace('\r\n', `\r\nDate: ${late}\r\n`),
		],
	])('ends with the bytes of its own image: %s', async (_, refusal) => {
		const server = await impatientServer(refusal);
		const result = await rig.run({
			url: server.url,
			items: 2,
			side: () => SIDE,
			credential: { projectId: 'p1' },
			options: { maxConcurrency: 1 },
		});
		expect(result.error).toBeUndefined();
		expect(result.items('Image Tagging')).toHaveLength(2);
		expect(server.uploads).toHaveLength(3);
		const [first, again, other] = server.uploads.map(({ received }) => {
			const request = received();
			return request.subarray(request.indexOf('\r\n\r\n') + 4);
		}) as [Buffer, Buffer, Buffer];
		const textOf = (item: number) => bitmap(item, SIDE).toString('base64');
		expect(again.includes(textOf(0))).toBe(true);
		expect(other.includes(textOf(1))).toBe(true);
		expect(first.equals(again.subarray(0, first.length))).toBe(true);
		await server.close();
	});
});

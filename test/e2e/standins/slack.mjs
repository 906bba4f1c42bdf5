import { createHmac } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';
import { listen, readBody, readForm, sendJson } from './server.mjs';

const TOKEN = 'xoxb-stand-in';
const SIGNING_SECRET = 'stand-in-signing-secret';
const HOSTS = ['slack.com', 'files.slack.com'];

/** A certificate for Slack's hosts, valid for a day. */
async function makeCertificate() {
	const tomorrow = new Date(Date.now() + 86_400_000);
	const names = HOSTS.map((value) => ({ type: 2, value }));
	return generate([{ name: 'commonName', value: 'slack.com' }], {
		notAfterDate: tomorrow,
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'subjectAltName', altNames: names },
		],
	});
}

/** An HTTPS proxy that leads Slack's hosts to the stand-in and refuses every other one. */
async function startProxy(port) {
	const proxy = createHttpServer((_, response) => response.writeHead(502).end());
	proxy.on('connect', (request, client, head) => {
		if (!HOSTS.includes(request.url.replace(/:443$/, '')))
			return client.end('HTTP/1.1 502\r\n\r\n');
		const upstream = connect(port, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			upstream.write(head);
			upstream.pipe(client).pipe(upstream);
		});
		for (const [one, other] of [
			[client, upstream],
			[upstream, client],
		]) {
			one.on('error', () => other.destroy());
			one.on('close', () => other.destroy());
		}
	});
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	return proxy;
}

/**
 * A stand-in for Slack. n8n's Slack nodes know no other address than slack.com, so n8n must be
 * started with `env`: a proxy that leads there and the certificate to trust.
 *
 * @param {Buffer} photo that users of the channel share
 */
export async function startSlack(photo) {
	const { private: key, cert } = await makeCertificate();
	const folder = mkdtempSync(path.join(tmpdir(), 'slack-'));
	const certificate = path.join(folder, 'certificate.pem');
	writeFileSync(certificate, cert);
	let upload;
	let arrived;
	const methods = {
		'/api/files.getUploadURLExternal': (request, { searchParams }) => {
			upload = { name: searchParams.get('filename'), length: Number(searchParams.get('length')) };
			return { upload_url: 'https://files.slack.com/upload/1', file_id: 'F2' };
		},
		'/upload/1': async (request) => {
			const { file } = await readForm(request);
			upload.content = Buffer.from(await file.arrayBuffer());
			return {};
		},
		'/api/files.completeUploadExternal': async (request) => {
			const body = JSON.parse((await readBody(request)).toString());
			arrived({ ...body, ...upload });
			return { files: body.files };
		},
	};
	const server = await listen(
		async (request, response, url) => {
			if (request.headers.authorization !== `Bearer ${TOKEN}`) {
				return sendJson(response, { ok: false, error: 'not_authed' });
			}
			if (url.pathname === '/files-pri/photo.jpg') {
				response.writeHead(200, { 'content-type': 'image/jpeg' });
				response.end(photo);
				return;
			}
			const method = methods[url.pathname];
			if (!method) return sendJson(response, { ok: false, error: 'unknown_method' });
			sendJson(response, { ok: true, ...(await method(request, url)) });
		},
		(handle) => createTlsServer({ key, cert }, handle),
	);
	const proxy = await startProxy(server.port);

	/** Calls n8n's webhook as Slack does, signed. */
	const deliver = async (webhookUrl, event) => {
		const body = JSON.stringify({ type: 'event_callback', event });
		const timestamp = Math.floor(Date.now() / 1000);
		const mac = createHmac('sha256', SIGNING_SECRET)
			.update(`v0:${timestamp}:${body}`)
			.digest('hex');
		const response = await fetch(webhookUrl, {
			method: 'POST',
			headers: {
				'content-type': 'application/json',
				'x-slack-request-timestamp': String(timestamp),
				'x-slack-signature': `v0=${mac}`,
			},
			body,
		});
		if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
	};
	return {
		env: {
			HTTPS_PROXY: `http://127.0.0.1:${proxy.address().port}`,
			NO_PROXY: 'localhost,127.0.0.1',
			NODE_EXTRA_CA_CERTS: certificate,
		},
		credential: { accessToken: TOKEN, signatureSecret: SIGNING_SECRET },
		/** A person shares the photo in a channel; resolves to the file that the bot uploads there. */
		async sharePhoto(webhookUrl) {
			const answer = new Promise((resolve) => {
				arrived = resolve;
			});
			await deliver(webhookUrl, {
				type: 'message',
				subtype: 'file_share',
				channel: 'C1',
				user: 'U1',
				ts: '1700000000.000100',
				files: [
					{
						id: 'F1',
						name: 'photo.jpg',
						mimetype: 'image/jpeg',
						url_private_download: 'https://files.slack.com/files-pri/photo.jpg',
					},
				],
			});
			return answer;
		},
		async close() {
			proxy.close();
			proxy.closeAllConnections();
			await server.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { request } from 'node:http';
import { acme } from './accounts';
import { sdkDate, type Key } from './client';
import type { RunningService } from './run-service';

export interface Forgery {
	call: { method: string; path: string; body?: string };
	/** In lower case, one byte a character; all of them are signed unless `signedHeaders` says otherwise. */
	headers?: Record<string, string>;
	signedHeaders?: string[];
	key?: Key;
	/** Instead of the key's own. */
	sk?: string;
	/** Makes it a V11 signature, whose key is derived for that. */
	scope?: string;
	/** The client's own address, one of 127.0.0.0/8. */
	from?: string;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** What tests read of an answer. */
interface Answered {
	error_code?: string;
	error_msg?: string;
	request_id?: string;
	result?: { tags: { tag: string }[] };
}

/** The headers of a request that is signed as the guide has it, by code of the tests' own. */
export function forgedHeaders(
	host: string,
	{
		call,
		headers: extra = {},
		signedHeaders,
		key = acme.accessKeys[0] as Key,
		sk = key.sk,
		scope,
	}: Forgery,
): Record<string, string> {
	const { method, path, body = '' } = call;
	const headers: Record<string, string> = {
		host,
		'content-type': 'application/json',
		'x-sdk-date': sdkDate(),
		...extra,
	};
	const signed = (signedHeaders ?? Object.keys(headers)).sort();
	const [pathOnly = '', query = ''] = path.split('?');
	const canonical = [
		method,
		pathOnly.endsWith('/') ? pathOnly : `${pathOnly}/`,
		query,
		...signed.map((name) => `${name}:${headers[name]}`),
		'',
		signed.join(';'),
		headers['x-sdk-content-sha256'] ?? sha256(body),
	].join('\n');
	const algorithm = scope === undefined ? 'SDK-HMAC-SHA256' : 'V11-HMAC-SHA256';
	const lines = [algorithm, headers['x-sdk-date'], ...(scope === undefined ? [] : [scope])];
	const secret =
		scope === undefined
			? sk
			: Buffer.from(hkdfSync('sha256', sk, key.ak, scope, 32)).toString('hex');
	const signature = createHmac('sha256', secret)
		.update([...lines, sha256(canonical)].join('\n'))
		.digest('hex');
	const who = scope === undefined ? `Access=${key.ak}` : `Credential=${key.ak}/${scope}`;
	headers.authorization = `${algorithm} ${who}, SignedHeaders=${signed.join(';')}, Signature=${signature}`;
	return headers;
}

/**
 * Sends a request that is signed like that, so that all is right but for the one thing that a test makes wrong. The path must
 * need no encoding.
 */
export function forge(
	service: RunningService,
	forgery: Forgery,
): Promise<{ status: number; data: Answered; headers: Record<string, unknown> }> {
	const { call, from } = forgery;
	const { method, path, body = '' } = call;
	const { host, hostname, port } = new URL(service.url);
	const headers = forgedHeaders(host, forgery);
	if (body !== '') headers['content-length'] = String(Buffer.byteLength(body));
	return new Promise((resolve, reject) => {
		const sent = request(
			{
				host: hostname,
				port,
				method,
				path,
				headers,
				agent: false,
				...(from ? { localAddress: from } : {}),
			},
			(answer) => {
				let text = '';
				answer.setEncoding('utf8').on('data', (part: string) => (text += part));
				answer.on('end', () =>
					resolve({
						status: answer.statusCode ?? 0,
						data: JSON.parse(text || '{}') as Answered,
						headers: answer.headers,
					}),
				);
			},
		);
		sent.once('error', reject).end(body);
	});
}

import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
	method: string;
	/** Path and query, as on the wire. */
	url: string;
	path: string;
	headers: Record<string, string>;
	body: Buffer;
	/** What the signature is worth, when there is one. */
	signature?: 'right' | 'wrong';
}

export interface Answer {
	status: number;
	headers?: Record<string, string>;
	/** Text goes out as it is, anything else as JSON; null closes the connection without an answer. */
	body?: unknown;
}

export interface Secrets {
	accessKeys?: Record<string, { sk: string; securityToken?: string }>;
	/** Passwords by `account/user`. */
	passwords?: Record<string, string>;
	projects?: Array<{ id: string; name: string }>;
	/** Lifetime of a token in milliseconds. */
	tokenLifetime?: number;
	/** The server's clock, epoch milliseconds. */
	now?: () => number;
	/** Key and certificate in PEM, for https. */
	tls?: { key: string; cert: string };
}

/** Changes an answer: what comes out of it is sent, undefined leaves the usual one. */
export type Play = (request: ReceivedRequest, usual: Answer) => Answer | undefined;

export interface HuaweiServer {
	url: string;
	received: ReceivedRequest[];
	/** Requests for tokens. */
	tokenRequests(): ReceivedRequest[];
	/** Anything but IAM. */
	apiRequests(): ReceivedRequest[];
	/** Tokens that are accepted. */
	tokens: Set<string>;
	play(play: Play | undefined): void;
	close(): Promise<void>;
}

const fault = (status: number, code: string, message: string): Answer => ({
	status,
	body: { error_code: code, error_msg: message, request_id: '7a1c7a11' },
});

const iamFault = (status: number, message: string): Answer => ({
	status,
	body: { error: { code: status, message, title: 'Unauthorized' } },
});

const rfc3986 = (text: string): string =>
	encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);

/** Recomputes the signature from what came in, with code of its own. */
function expectedSignature(request: ReceivedRequest, signedHeaders: string, sk: string): string {
	const url = new URL(request.url, 'http://server');
	const path = url.pathname
		.split('/')
		.map((segment) => rfc3986(decodeURIComponent(segment)))
		.join('/');
	const query = [...url.searchParams]
		.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))
		.map((pair) => pair.map(rfc3986).join('='))
		.join('&');
	const headers = signedHeaders.split(';').map((name) => `${name}:${request.headers[name]}\n`);
	const hash =
		request.headers['x-sdk-content-sha256'] ??
		createHash('sha256').update(request.body).digest('hex');
	const canonical = [
		request.method,
		path.endsWith('/') ? path : `${path}/`,
		query,
		headers.join(''),
		signedHeaders,
		hash,
	].join('\n');
	const text = [
		'SDK-HMAC-SHA256',
		request.headers['x-sdk-date'],
		createHash('sha256').update(canonical).digest('hex'),
	].join('\n');
	return createHmac('sha256', sk).update(text).digest('hex');
}

const AUTHORIZATION =
	/^SDK-HMAC-SHA256 Access=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/;

function checkSignature(
	request: ReceivedRequest,
	{ accessKeys = {} }: Secrets,
	now: number,
): Answer | undefined {
	const [, ak = '', signed = '', given] =
		AUTHORIZATION.exec(request.headers.authorization ?? '') ?? [];
	const key = accessKeys[ak];
	if (!key)
		return fault(401, 'APIG.0301', `Incorrect IAM authentication information: ak ${ak} not exist`);
	const expected = expectedSignature(request, signed, key.sk);
	request.signature = given === expected ? 'right' : 'wrong';
	const [, y, mo, d, h, mi, s] =
		/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(request.headers['x-sdk-date'] ?? '') ?? [];
	const time = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
	if (Math.abs(time - now) > 15 * 60_000) {
		return fault(
			401,
			'APIG.0301',
			`Incorrect IAM authentication information: signature expired, signature time:${request.headers['x-sdk-date']},server time:${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}`,
		);
	}
	if (request.signature === 'wrong' || key.securityToken !== request.headers['x-security-token']) {
		return fault(
			401,
			'APIG.0301',
			`Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:${request.method}|${request.path}|host:${request.headers.host}|x-security-token:${request.headers['x-security-token'] ?? ''}|${signed}`,
		);
	}
	return undefined;
}

/**
 * A server that plays Huawei Cloud's gateway, IAM and an API on a free loopback port: it checks signatures, passwords
 * and tokens, keeps what it received, and echoes whatever else it is asked.
 */
export async function startHuaweiServer(secrets: Secrets = {}): Promise<HuaweiServer> {
	const received: ReceivedRequest[] = [];
	const tokens = new Set<string>();
	const now = () => secrets.now?.() ?? Date.now();
	const projects = secrets.projects ?? [{ id: 'project-of-region', name: 'local-1' }];
	let play: Play | undefined;
	let issued = 0;

	function issueToken(request: ReceivedRequest): Answer {
		const { auth } = JSON.parse(request.body.toString()) as {
			auth: {
				identity: {
					password: { user: { name: string; password: string; domain: { name: string } } };
				};
				scope: { project?: { id?: string; name?: string } };
			};
		};
		const { name, password, domain } = auth.identity.password.user;
		if (secrets.passwords?.[`${domain.name}/${name}`] !== password) {
			return iamFault(401, 'The username or password is wrong.');
		}
		const { project: wanted } = auth.scope;
		const project = projects.find(({ id, name: own }) =>
			wanted?.id ? id === wanted.id : own === wanted?.name,
		);
		if (wanted && !project) {
			return iamFault(404, `Could not find project: ${wanted.id ?? wanted.name}.`);
		}
		const token = `MII${createHash('sha256')
			.update(`token ${(issued += 1)}`)
			.digest('base64')}`;
		tokens.add(token);
		return {
			status: 201,
			headers: { 'X-Subject-Token': token },
			body: {
				token: {
					issued_at: new Date(now()).toISOString(),
					expires_at: new Date(now() + (secrets.tokenLifetime ?? 86_400_000)).toISOString(),
					...(project ? { project } : {}),
				},
			},
		};
	}

	function usualAnswer(request: ReceivedRequest): Answer {
		if (request.path === '/v3/auth/tokens' && request.method === 'POST') return issueToken(request);
		const { 'x-auth-token': token, authorization } = request.headers;
		if (!token && !authorization) {
			return fault(401, 'ModelArts.4101', 'No token and no signature.');
		}
		const refusal = token
			? tokens.has(token)
				? undefined
				: fault(401, 'APIG.0301', 'Incorrect IAM authentication information: decrypt token fail')
			: checkSignature(request, secrets, now());
		if (refusal) return refusal;
		if (/^\/v3(\/auth)?\/projects$/.test(request.path)) {
			const name = new URL(request.url, 'http://server').searchParams.get('name');
			const found = projects.filter((project) => name === null || project.name === name);
			return { status: 200, body: { projects: found.map((p) => ({ ...p, enabled: true })) } };
		}
		return { status: 200, body: { path: request.url, body: request.body.toString() } };
	}

	const read = async (incoming: IncomingMessage): Promise<ReceivedRequest> => {
		const chunks: Buffer[] = [];
		for await (const chunk of incoming) chunks.push(chunk as Buffer);
		const url = incoming.url ?? '';
		return {
			method: incoming.method ?? '',
			url,
			path: url.replace(/\?.*$/, ''),
			headers: incoming.headers as Record<string, string>,
			body: Buffer.concat(chunks),
		};
	};

	const listener: RequestListener = (incoming, response) => {
		void read(incoming).then((request) => {
			received.push(request);
			const usual = usualAnswer(request);
			const { status, headers, body } = play?.(request, usual) ?? usual;
			if (body === null) return incoming.socket.destroy();
			const text = typeof body === 'string' ? body : JSON.stringify(body ?? {});
			const date = new Date(now()).toUTCString();
			response.writeHead(status, { 'Content-Type': 'application/json', Date: date, ...headers });
			return response.end(text);
		});
	};
	const server = secrets.tls ? createTlsServer(secrets.tls, listener) : createServer(listener);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo;

	return {
		url: `http${secrets.tls ? 's' : ''}://127.0.0.1:${port}`,
		received,
		tokenRequests: () => received.filter(({ path }) => path === '/v3/auth/tokens'),
		apiRequests: () => received.filter(({ path }) => !path.startsWith('/v3/')),
		tokens,
		play: (change) => (play = change),
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { account, concurrentRequests, name, requestsPerMinute, tokenKey } from './account-schema';

const milliseconds = z.number().int().min(1).max(3_600_000);

const port = z.number().int().min(1).max(65_535);
/** 0 takes any free one. */
const listeningPort = z.number().int().min(0).max(65_535);
const network = z
	.string()
	.refine(isNetwork, { error: 'it must be an IP address or a network such as 10.0.0.0/8' });

/** It may hold a password, so it is never part of a message. */
const redisUrl = z.string().refine(isRedisUrl, {
	error: 'it must be an address such as redis://user:password@host:6379/0, or rediss:// for TLS',
});

const limits = z.strictObject({
	concurrentRequests: concurrentRequests.default(50),
	/** Without it there is no such limit. */
	requestsPerMinute: requestsPerMinute.optional(),
	/** Memory of the bodies of all requests together; one may have 12 MB. */
	bodyBytes: z.number().int().min(12_582_912).default(268_435_456),
	/** Connections from one address at once; by default half of http.maxConnections. */
	connectionsPerAddress: z.number().int().min(1).optional(),
	authFailuresBeforeLock: z.number().int().min(1).default(5),
	/** Timers end what they count of more milliseconds than 31 bits hold at once. */
	authLockSeconds: z.number().positive().max(2_147_483).default(300),
	/** Images that may wait for a worker, over all accounts. */
	queuedImages: z.number().int().min(1).default(100),
	/** Where replicas count requests together; without it, each counts for itself. */
	store: z
		.strictObject({
			redis: redisUrl,
			/** Before all keys; by default with the region. */
			prefix: name.optional(),
		})
		.optional(),
	/** With a queue that has been full for so long, the service says that it is not ready. */
	saturatedSeconds: z.number().positive().default(10),
});

const urlFetch = z.strictObject({
	/** Networks that `url` may reach though they are not public, and those that it may not reach. */
	allowNetworks: z.array(network).default([]),
	denyNetworks: z.array(network).default([]),
	ports: z
		.union([z.literal('any'), z.array(port).min(1)], {
			error: 'it must be "any" or a list of numbers from 1 to 65535',
		})
		.default([80, 443]),
	/** For the whole download, redirects included. */
	timeoutMs: milliseconds.default(10_000),
	/** As large as a file may be that is sent as base64 text. */
	maxBytes: z.number().int().min(1).default(7_864_320),
});

const signature = z.strictObject({
	/** The service's name in the scope of a derived key. */
	serviceName: name.default('image'),
	/** Whether a signature may leave out the body: by default only where TLS protects it. */
	unsignedPayload: z.boolean().optional(),
});

/** A listener of its own for health and metrics. */
const admin = z.strictObject({ host: z.string().min(1).default('127.0.0.1'), port: listeningPort });

const http = z.strictObject({
	/** Until the headers of a request are complete. */
	headersTimeoutMs: milliseconds.default(15_000),
	/** Until a whole request has arrived. */
	requestTimeoutMs: milliseconds.default(60_000),
	/** Without a byte either way while a request is open, after which its connection is ended. */
	answerTimeoutMs: milliseconds.default(300_000),
	maxConnections: z.number().int().min(1).default(512),
	/** How long a stopping service waits for what it accepted. */
	shutdownTimeoutMs: milliseconds.default(30_000),
});

const inference = z.strictObject({
	/** Threads that work on one image; more workers use processors better. */
	threads: z.number().int().min(1).max(64).default(1),
	/** Of onnxruntime's execution providers, where the installed library has it. */
	provider: z.enum(['cpu', 'cuda', 'coreml']).default('cpu'),
});

/** What the client takes: a number of a database as the path, and names whose escapes are whole. */
function isRedisUrl(text: string): boolean {
	if (!/^rediss?:\/\/./.test(text) || !URL.canParse(text)) return false;
	const { password, pathname, username } = new URL(text);
	const isWhole = [username, password].every((part) => !/%(?![0-9a-f]{2})/i.test(part));
	return isWhole && /^\/?\d*$/.test(pathname);
}

function isNetwork(text: string): boolean {
	const [address = '', bits, ...rest] = text.split('/');
	const width = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
	const isPrefix = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width);
	return width > 0 && isPrefix && rest.length === 0 && !address.includes('%');
}

/** The configuration file, checked and with its defaults filled in. */
export const configSchema = z.strictObject({
	region: name,
	accounts: z.array(account).min(1),
	limits: limits.prefault({}),
	urlFetch: urlFetch.prefault({}),
	http: http.prefault({}),
	/** Child processes that tag images. */
	workers: z
		.number()
		.int()
		.min(1)
		.max(64)
		.default(() => Math.min(8, availableParallelism())),
	/** One model folder, or several that all look at each image; `built-in`, as without it, for those of the service. */
	model: z
		.union([z.string().min(1), z.array(z.string().min(1)).min(1)], {
			error: 'it must be a text or a list of texts',
		})
		.optional(),
	inference: inference.prefault({}),
	/** Images after which a worker is replaced by a fresh one; without it, none is for its age. */
	imagesPerWorker: z.number().int().min(1).optional(),
	/** A worker that holds more memory than this is replaced by a fresh one once it has answered. */
	workerMemoryBytes: z.number().int().min(1).default(800_000_000),
	/** Time that one image may take in a worker. */
	imageTimeoutMs: milliseconds.default(30_000),
	/** Names by which clients call the service; addresses and localhost always work. */
	hosts: z.array(z.string().min(1)).optional(),
	/** Proxies before the service, whose word on the client's address and on TLS is taken. */
	trustedProxies: z.array(network).default([]),
	signature: signature.prefault({}),
	admin: admin.optional(),
	/** Life of a token. */
	tokenSeconds: z.number().int().min(1).max(86_400).default(86_400),
	/** Shared by replicas that are to accept each other's tokens. The first seals new ones, the others open old ones. */
	tokenKeys: z.array(tokenKey).min(1).optional(),
	/** PEM files; with them the service speaks HTTPS. */
	tls: z
		.strictObject({ certificateFile: z.string().min(1), keyFile: z.string().min(1) })
		.optional(),
	/** The page to try it in the browser. */
	page: z.boolean().default(true),
	logLevel: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

export type Config = z.output<typeof configSchema>;

import { gzipSync } from 'node:zlib';

import { SECRETS, type Fault } from './fault-rig';
import {
	answer,
	goodAnswer,
	neverAnswer,
	refusal,
	resetBeforeAnswer,
	resetDuringAnswer,
	stallDuringAnswer,
	type Reply,
} from './faulty-server';

const inTwoSeconds = () => new Date(Date.now() + 2_000).toUTCString();
const throttled = (headers: Record<string, string> = {}) =>
	refusal(429, 'APIG.0308', 'The throttling threshold has been reached', headers);
const html = '<!doctype html><html><body>Please log in</body></html>';
const brokenGzip = () => gzipSync(JSON.stringify(goodAnswer)).fill(0, 12);
const echoedSignature: Reply = (exchange) => {
	const { authorization, 'x-security-token': token } = exchange.request.headers;
	const text = `boom, Authorization: ${authorization} x-security-token:${String(token)}`;
	refusal(500, 'AIS.9999', text)(exchange);
};
const keyFailure = (text: string) =>
	refusal(401, 'APIG.0301', `Incorrect IAM authentication information: ${text}`);

/** Refusals of the caller, after which nothing more is sent. */
const refusals = [
	{
		name: '401 with a wrong signature, which echoes the canonical request',
		reply: keyFailure(
			`verify aksk signature fail, canonicalRequest:POST|/v2/p1/image/tagging/|host:x|x-security-token:${SECRETS.securityToken}|`,
		),
		reason: /Secret Access Key is wrong/,
		remedy: /enter Access Key ID and Secret Access Key anew/,
	},
	{
		name: '401 with an unknown key',
		reply: keyFailure('ak TESTACCESSKEY not exist'),
		reason: /does not know this Access Key ID/,
		remedy: /check Access Key ID/,
	},
	{
		name: '401 without a code',
		reply: answer(401),
		code: 'HTTP.401',
		reason: /did not accept the authentication/,
		remedy: /use its test/,
	},
	{
		name: '401 of a token',
		reply: refusal(401, 'ModelArts.4101', 'no token'),
		code: 'ModelArts.4101',
		reason: /authentication|token/i,
		remedy: /credential/,
	},
	{
		name: '403 of another project',
		reply: refusal(403, 'ModelArts.4203', 'no'),
		code: 'ModelArts.4203',
		reason: /permission|project/i,
		remedy: /Project ID|permission/,
	},
	{
		name: '403 of a locked key',
		reply: refusal(403, 'APIG.0301', 'AK access failed to reach the limit,forbidden'),
		reason: /locked this access key/,
		remedy: /Wait five minutes/,
	},
];

/** What a server, a gateway or a proxy can do to a request, and what the user is told. */
export const faults: Fault[] = [
	...[
		{ name: 'connection reset before the answer', reply: resetBeforeAnswer },
		{ name: 'connection reset during the answer', reply: resetDuringAnswer },
	].map(
		({ name, reply }): Fault => ({
			name,
			reply: () => reply,
			code: 'ECONNRESET',
			reason: /closed the connection/,
			remedy: /Run the workflow again/,
			attempts: 2,
		}),
	),
	...[
		{ name: 'no answer', reply: neverAnswer },
		{ name: 'answer that stalls', reply: stallDuringAnswer },
	].map(
		({ name, reply }): Fault => ({
			name,
			reply: () => reply,
			code: 'TIMEOUT',
			reason: /did not answer in time/,
			remedy: /Raise the option Timeout/,
			attempts: 2,
			run: { options: { timeout: 1_500 } },
		}),
	),
	...[
		{ name: 'truncated JSON', body: '{"result":{"tags":[{"tag":', code: 'TRUNCATED_ANSWER' },
		{ name: 'empty 200', body: '', code: 'EMPTY_ANSWER' },
	].map(
		({ name, body, code }): Fault => ({
			name,
			reply: () => answer(200, body),
			code,
			reason: /cut off before its end|empty answer/,
			remedy: /again/,
			attempts: 2,
		}),
	),
	...[200, 403, 404].map(
		(status): Fault => ({
			name: `web page of a proxy with status ${status}`,
			reply: () => answer(status, html, { 'Content-Type': 'text/html' }),
			code: 'HTML_ANSWER',
			reason: /web page instead of the API's JSON/,
			remedy: /check the endpoint/,
			attempts: 1,
		}),
	),
	{
		name: 'text that is not JSON',
		reply: () => answer(200, 'It works!'),
		code: 'NOT_JSON',
		reason: /not JSON/,
		remedy: /Check the endpoint/,
		attempts: 1,
	},
	...[
		{ name: 'JSON without a result', body: { hello: 'world' } },
		{ name: 'result that is no object', body: { result: 'ok' } },
		{ name: 'tags that are no list', body: { result: { tags: 'cup' } } },
		{ name: 'list instead of an object', body: [] },
	].map(
		({ name, body }): Fault => ({
			name,
			reply: () => answer(200, body),
			code: 'UNKNOWN_ANSWER',
			reason: /not one that this API gives/,
			remedy: /check Region and Image Recognition Endpoint/,
			attempts: 1,
		}),
	),
	{
		name: '200 with an error code',
		reply: () => refusal(200, 'AIS.0504'),
		code: 'AIS.0504',
		reason: /size/,
		remedy: /Shrink|Edit Image/,
		attempts: 1,
	},
	{
		name: 'broken gzip',
		reply: () => answer(200, brokenGzip(), { 'Content-Encoding': 'gzip' }),
		code: 'Z_DATA_ERROR',
		reason: /damaged on its way/,
		remedy: /again/,
		attempts: 2,
	},
	{
		name: 'redirect to another host',
		reply: (elsewhere) => answer(307, '', { Location: `${elsewhere}/v2/p1/image/tagging` }),
		code: 'HTTP.307',
		reason: /redirect/,
		remedy: /own address/,
		attempts: 1,
	},
	...[
		{ name: 'without Retry-After', headers: {}, attempts: 2 as const },
		{ name: 'with seconds', headers: { 'Retry-After': '1' }, attempts: 2 as const },
		{ name: 'with a date', headers: { 'Retry-After': inTwoSeconds() }, attempts: 2 as const },
		{
			name: 'with an hour',
			headers: { 'Retry-After': '3600' },
			attempts: 1 as const,
			stops: true as const,
		},
	].map(
		({ name, headers, ...expected }): Fault => ({
			name: `429 ${name}`,
			reply: () => throttled(headers as Record<string, string>),
			code: 'APIG.0308',
			reason: /faster than the service allows/,
			remedy: /Max Concurrency/,
			...expected,
		}),
	),
	...[500, 502, 503, 504, 408].map(
		(status): Fault => ({
			name: `${status} without a body`,
			reply: () => answer(status),
			code: `HTTP.${status}`,
			reason: /internal error|gateway|not available|waited too long/,
			remedy: /Run the workflow again later|Timeout/,
			attempts: 2,
		}),
	),
	{
		name: '500 that echoes the signature and the security token',
		reply: () => echoedSignature,
		code: 'AIS.9999',
		reason: /AIS\.9999/,
		remedy: /Look the code up/,
		attempts: 2,
	},
	...refusals.map(
		({ name, reply, code = 'APIG.0301', reason, remedy }): Fault => ({
			name,
			reply: () => reply,
			code,
			reason,
			remedy,
			attempts: 1,
			stops: true,
		}),
	),
	{
		name: '404 of the gateway',
		reply: () => refusal(404, 'APIG.0101', 'API not found'),
		code: 'APIG.0101',
		reason: /no such API/,
		remedy: /Image Recognition Endpoint/,
		attempts: 1,
	},
	{
		name: '413 of a proxy',
		reply: () => answer(413, '<html>413</html>'),
		code: 'HTTP.413',
		reason: /larger than the server accepts/,
		remedy: /Shrink/,
		attempts: 1,
	},
	{
		name: 'refusal that echoes a signed OBS link',
		reply: () => (exchange) =>
			refusal(400, 'ModelArts.4603', `cannot get ${String(exchange.body?.url)}`)(exchange),
		code: 'ModelArts.4603',
		reason: /URL|download/i,
		remedy: /URL|download/i,
		attempts: 1,
		run: {
			parameters: { imageSource: 'obs', bucket: 'photos', objectKey: '=item-{{ $json.item }}.jpg' },
		},
	},
];

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { mergeHeaders, readHeader, type Headers } from '../../../huawei-cloud/headers';
import { sign } from '../../../huawei-cloud/signing/signature';
import {
	canonicalRequest,
	expectedSignature,
	parseAuthorization,
	stringToSign,
} from '../../../service/src/auth/signature';
import { cases } from '../../support/thorough';

/** As the self-hosted service, whose code is another, sees the request that Node sends. */
function isAccepted(request: Parameters<typeof sign>[0], secret: string, date: Date): boolean {
	const url = new URL(request.url);
	const added = sign(request, { id: 'AK', secret, securityToken: 'temporary' }, date);
	const headers = Object.entries(
		mergeHeaders({ host: url.host, ...request.headers }, added) as Headers,
	);
	const received = {
		method: request.method,
		url: url.pathname + url.search,
		headers: Object.fromEntries(
			headers.map(([name, value]) => [name.toLowerCase(), String(value)]),
		),
		body: Buffer.from(request.body ?? ''),
	};
	const claim = parseAuthorization(added.Authorization ?? '')!;
	const text = stringToSign(
		claim,
		readHeader(received.headers, 'x-sdk-date') ?? '',
		canonicalRequest(received, claim.signedHeaders),
	);
	return expectedSignature(claim, secret, text) === claim.signature;
}

describe('the self-hosted service accepts the signature', () => {
	const text = fc.string({ unit: 'binary', maxLength: 12 });
	const encoded = text.map(encodeURIComponent);
	const written = fc.oneof(encoded, fc.stringMatching(/^[A-Za-z0-9!$'()*+,;:@~._-]{0,12}$/));
	const path = fc.array(written, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
	const pair = fc.tuple(written, fc.constantFrom('=', ''), written).map((parts) => parts.join(''));
	const query = fc
		.array(pair, { maxLength: 5 })
		.map((pairs) => (pairs.length > 0 ? `?${pairs.join('&')}` : ''));

	it('for any path, query, headers and body as they go over the wire', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
				fc.constantFrom('http://127.0.0.1:8089', 'https://image.example'),
				path,
				query,
				fc.dictionary(
					fc.constantFrom('X-Project-Id', 'X-Domain-Id', 'Accept'),
					fc.stringMatching(/^[ -~]{0,20}$/),
				),
				fc.uint8Array({ maxLength: 200 }),
				(method, origin, pathname, search, headers, body) => {
					const request = { method, url: origin + pathname + search, headers, body };
					expect(isAccepted(request, 'a-secret-key', new Date('2026-01-15T08:30:00Z'))).toBe(true);
				},
			),
			{ numRuns: cases(1_000) },
		);
	});
});

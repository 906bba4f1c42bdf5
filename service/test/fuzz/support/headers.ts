import fc from 'fast-check';
import {
	canonicalRequest,
	expectedSignature,
	parseAuthorization,
	stringToSign,
	type SignedRequest,
} from '../../../src/auth/signature';
import { acme, foreignProjectId, projectId } from '../../support/accounts';
import { sdkDate } from '../../support/client';

export type Headers = Record<string, string>;

/** What a header line may hold without ending it. */
const value = fc.string({
	unit: fc.oneof(
		fc.constantFrom(...' ,;:=/"%\\\t'),
		fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
		fc.integer({ min: 0xa0, max: 0xff }).map((code) => String.fromCharCode(code)),
	),
	maxLength: 60,
});

const long = fc.integer({ min: 0, max: 12_000 }).map((length) => 'x'.repeat(length));
const anyValue = fc.oneof({ weight: 9, arbitrary: value }, { weight: 1, arbitrary: long });

const name = fc.oneof(
	fc.constantFrom(
		...['x-project-id', 'x-auth-token', 'authorization', 'x-sdk-date', 'x-sdk-content-sha256'],
		...['x-security-token', 'content-type', 'accept', 'accept-encoding', 'host', 'cookie', 'range'],
		...['if-none-match', 'x-forwarded-for', 'x-http-method-override', 'expect', 'upgrade'],
		...['__proto__', 'constructor', 'content-encoding', 'transfer-encoding'],
	),
	fc.stringMatching(/^[a-z][a-z0-9-]{0,20}$/),
);

/** Headers of any kind, among them ones that the service reads. */
export const anyHeaders: fc.Arbitrary<Headers> = fc.dictionary(name, anyValue, { maxKeys: 4 });

/** A line of text with some of its characters changed, taken out or doubled. */
const damaged = (text: string) =>
	fc.tuple(fc.nat(text.length), fc.nat(3), value).map(([at, cut, put]) => {
		return text.slice(0, at) + put.slice(0, 5) + text.slice(at + cut);
	});

const [{ ak, sk }] = acme.accessKeys as [(typeof acme.accessKeys)[number]];
const names = 'content-type;host;x-sdk-date';

const dates = fc.oneof(
	{ weight: 6, arbitrary: fc.constant(0).map(() => sdkDate()) },
	{ weight: 1, arbitrary: fc.integer({ min: -9e4, max: 9e4 }).map((minutes) => sdkDate(minutes)) },
	{ weight: 1, arbitrary: fc.constantFrom('', '20261399T999999Z', '00000000T000000Z', 'now') },
	{ weight: 1, arbitrary: anyValue },
);

const accessKeys = fc.oneof(fc.constant(ak), fc.constantFrom('', 'NOBODY', '__proto__'), value);
const scopes = fc.oneof(fc.constant('20260101/test-1/image'), long, value);
const signatures = fc.oneof(fc.constant('0'.repeat(64)), fc.stringMatching(/^[0-9a-fA-F]{60,66}$/));
const signedNames = fc.oneof(
	fc.constant(names),
	fc.constantFrom('', 'x-sdk-date', 'x-sdk-date;x-sdk-date', 'x-sdk-date;nothing;__proto__'),
	long.map((text) => `x-sdk-date;${text}`),
);

/** Authorization headers that come near to a signature. */
const nearSignatures: fc.Arbitrary<Headers> = fc
	.tuple(accessKeys, scopes, signedNames, signatures, dates, fc.boolean())
	.chain(([key, scope, signed, signature, date, derived]) => {
		const who = derived
			? `V11-HMAC-SHA256 Credential=${key}/${scope}`
			: `SDK-HMAC-SHA256 Access=${key}`;
		const whole = `${who}, SignedHeaders=${signed}, Signature=${signature}`;
		return fc
			.oneof(fc.constant(whole), damaged(whole))
			.map((authorization) => ({ authorization, 'x-sdk-date': date }));
	});

/** How a case proves who it is; the ones that can, get to what lies behind. */
export type Proof = { token: true } | { sign: true; derived: boolean } | { headers: Headers };

export const proofs: fc.Arbitrary<Proof> = fc.oneof(
	{ weight: 6, arbitrary: fc.constant<Proof>({ token: true }) },
	{ weight: 3, arbitrary: fc.boolean().map((derived): Proof => ({ sign: true, derived })) },
	{ weight: 3, arbitrary: nearSignatures.map((headers): Proof => ({ headers })) },
	{
		weight: 2,
		arbitrary: anyValue.map((token): Proof => ({ headers: { 'x-auth-token': token } })),
	},
	{ weight: 1, arbitrary: anyHeaders.map((headers): Proof => ({ headers })) },
);

/** Projects that may be named by the header of v1.0. */
export const projectHeaders: fc.Arbitrary<Headers> = fc.oneof(
	{ weight: 8, arbitrary: fc.constant({}) },
	{
		weight: 2,
		arbitrary: fc
			.constantFrom(projectId, foreignProjectId, '', '../..', 'x'.repeat(5000))
			.map((id) => ({ 'x-project-id': id })),
	},
);

/** Headers that sign the request rightly. */
export function signed(request: SignedRequest, derived: boolean): Headers {
	const date = sdkDate();
	const who = derived
		? `V11-HMAC-SHA256 Credential=${ak}/20260101/test-1/image`
		: `SDK-HMAC-SHA256 Access=${ak}`;
	const start = `${who}, SignedHeaders=host;x-sdk-date, Signature=`;
	const claim = parseAuthorization(start + '0'.repeat(64))!;
	const headers = { ...request.headers, 'x-sdk-date': date };
	const canonical = canonicalRequest({ ...request, headers }, claim.signedHeaders);
	const signature = expectedSignature(claim, sk, stringToSign(claim, date, canonical));
	return { authorization: start + signature, 'x-sdk-date': date };
}

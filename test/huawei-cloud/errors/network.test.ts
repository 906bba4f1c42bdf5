import { NETWORK, networkCode } from '../../../huawei-cloud/errors/codes/network';

describe('a failure without an answer, by its code', () => {
	it.each(Object.keys(NETWORK))('is %s', (code) => {
		expect(networkCode(code, undefined)).toBe(code);
		expect(networkCode(` ${code.toLowerCase()} `, 'timeout')).toBe(code);
	});

	it.each([
		['ECONNABORTED', 'TIMEOUT'],
		['ERR_SOCKET_CONNECTION_TIMEOUT', 'TIMEOUT'],
		['UND_ERR_CONNECT_TIMEOUT', 'TIMEOUT'],
		['UND_ERR_HEADERS_TIMEOUT', 'TIMEOUT'],
		['UND_ERR_BODY_TIMEOUT', 'TIMEOUT'],
		['UND_ERR_SOCKET', 'ECONNRESET'],
		['EAI_FAIL', 'EAI_AGAIN'],
		['EAI_NODATA', 'ENOTFOUND'],
		['ENODATA', 'ENOTFOUND'],
		['ABORT_ERR', 'ABORTED'],
		['HOSTNAME_MISMATCH', 'ERR_TLS_CERT_ALTNAME_INVALID'],
		['ERR_FR_MAX_BODY_LENGTH_EXCEEDED', 'ANSWER_TOO_LARGE'],
		['HPE_INVALID_VERSION', 'HPE_INVALID_CONSTANT'],
		['ERR_SSL_UNSUPPORTED_PROTOCOL', 'ERR_SSL_WRONG_VERSION_NUMBER'],
	])('%s means the same as %s', (code, same) => {
		expect(networkCode(code, undefined)).toBe(same);
	});

	it.each(['XHPE_', 'XERR_SSL_', 'E_WHATEVER', '', undefined])(
		'%p is none that is known',
		(code) => {
			expect(networkCode(code, undefined)).toBe('NETWORK_FAILURE');
		},
	);

	it('is an answer that is too large where the text of axios’s common code says so', () => {
		const text = 'maxContentLength size of 100 exceeded';
		expect(networkCode('ERR_BAD_RESPONSE', text)).toBe('ANSWER_TOO_LARGE');
		expect(networkCode('ERR_BAD_RESPONSE', 'broken')).toBe('ERR_BAD_RESPONSE');
		expect(networkCode('ECONNRESET', text)).toBe('ECONNRESET');
	});
});

describe('a failure without an answer, by a code in its text', () => {
	it.each([
		['connect ECONNREFUSED 127.0.0.1:1', 'ECONNREFUSED'],
		['EPIPE', 'EPIPE'],
		['read ECONNABORTED', 'TIMEOUT'],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY: no', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'SELF_SIGNED_CERT_IN_CHAIN'],
		['(CERT_HAS_EXPIRED)', 'CERT_HAS_EXPIRED'],
		['CERT_REVOKED', 'CERT_REVOKED'],
	])('%s is %s', (text, code) => {
		expect(networkCode(undefined, text)).toBe(code);
		expect(networkCode('EWHATEVER', text)).toBe(code);
	});

	it.each(['XEPIPE', 'EPIPEX', 'connect EUNKNOWN', 'EPI'])('%s has none', (text) => {
		expect(networkCode(undefined, text)).toBe('NETWORK_FAILURE');
	});
});

describe('a failure without an answer, by the words of its text', () => {
	it.each([
		['The request was blocked because the address 10.0.0.1 is restricted', 'BLOCKED_BY_N8N'],
		['request was blocked because a restricted', 'BLOCKED_BY_N8N'],
		['maxContentLength size of 100 exceeded', 'ANSWER_TOO_LARGE'],
		['Maximum response size reached', 'ANSWER_TOO_LARGE'],
		['max content length exceeded', 'ANSWER_TOO_LARGE'],
		['max response length', 'ANSWER_TOO_LARGE'],
		['maximum content size', 'ANSWER_TOO_LARGE'],
		['socket hang up', 'ECONNRESET'],
		['the connection was reset by the peer', 'ECONNRESET'],
		['Connection closed', 'ECONNRESET'],
		['connection aborted, timeout', 'ECONNRESET'],
		['connection was lost', 'ECONNRESET'],
		['Premature close', 'ECONNRESET'],
		['aborted', 'ECONNRESET'],
		['timeout of 30000ms exceeded', 'TIMEOUT'],
		['The operation timed out', 'TIMEOUT'],
		['time-out', 'TIMEOUT'],
		['time out', 'TIMEOUT'],
		['self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'],
		['self signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'],
		['self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		['self signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
		['unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
		['unable to get local issuer certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
		['unable to get issuer', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
		['certificate has expired', 'CERT_HAS_EXPIRED'],
		['certificate is not yet valid', 'CERT_NOT_YET_VALID'],
		["Host does not match certificate's names", 'ERR_TLS_CERT_ALTNAME_INVALID'],
		['no such altname', 'ERR_TLS_CERT_ALTNAME_INVALID'],
		['wrong version number', 'ERR_SSL_WRONG_VERSION_NUMBER'],
		['packet length too long', 'ERR_SSL_WRONG_VERSION_NUMBER'],
		['incorrect header check', 'Z_DATA_ERROR'],
		['invalid block type', 'Z_DATA_ERROR'],
		['invalid stored block lengths', 'Z_DATA_ERROR'],
		['invalid distance too far back', 'Z_DATA_ERROR'],
		['invalid code lengths set', 'Z_DATA_ERROR'],
		['unexpected end of file', 'Z_DATA_ERROR'],
		['Parse Error: Expected HTTP/', 'HPE_INVALID_CONSTANT'],
		['connection refused', 'ECONNREFUSED'],
		['The service refused the connection', 'ECONNREFUSED'],
		['This operation was aborted', 'ABORTED'],
		['aborted by the user', 'ABORTED'],
		['canceled', 'ABORTED'],
	])('%s: %s', (text, code) => {
		expect(networkCode(undefined, text)).toBe(code);
		if (code !== 'HPE_INVALID_CONSTANT') {
			expect(networkCode(undefined, text.toUpperCase().replaceAll('_', '-'))).toBe(code);
		}
	});

	it.each([
		'request was blocked because restricted',
		`request was blocked because ${'x'.repeat(61)} restricted`,
		'max size',
		`unable to verify ${'x'.repeat(40)} certificate`,
		'who knows',
		'',
		undefined,
	])('%p: nothing that is known', (text) => {
		expect(networkCode(undefined, text)).toBe('NETWORK_FAILURE');
	});
});

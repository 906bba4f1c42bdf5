import { classifyFailure } from '../../../huawei-cloud/errors/classify';
import { coded, gateway, iam } from './answers';

describe('the status that counts', () => {
	it.each([
		['the one in the answer of IAM', iam(401, 'x', 500), true],
		['the one of HTTP where the code is another', coded(400, 'X.HTTP.401'), false],
		['the one of HTTP where the code only begins so', coded(400, 'HTTP.401x'), false],
	])('is %s', (_, failure, isAboutAuthentication) => {
		expect(failure.stopsBatch).toBe(isAboutAuthentication);
		expect(failure.retry).toBe('never');
	});

	it.each([
		[150, 'x', 'HTTP.150'],
		[300, 'x', 'HTTP.300'],
		[300, '<html>', 'HTTP.300'],
		[299, 'x', 'NOT_JSON'],
		[200, '<html>', 'HTML_ANSWER'],
		[100, undefined, 'HTTP.100'],
		[99, undefined, 'NETWORK_FAILURE'],
		[0, undefined, 'NETWORK_FAILURE'],
	])('%i with %p is %s', (status, body, code) => {
		expect(classifyFailure({ status, body }).code).toBe(code);
	});

	it('is one of an answer that broke off where it is good, and of an answer otherwise', () => {
		const broken = (status: number) => classifyFailure({ status, networkCode: 'ECONNRESET' }).code;
		expect([broken(299), broken(300)]).toEqual(['ECONNRESET', 'HTTP.300']);
	});
});

describe('the code of a failure without an answer', () => {
	it.each([
		['EWHATEVER', 'EWHATEVER'],
		['ERR_2', 'ERR_2'],
		['E2', 'E2'],
		['E', 'NETWORK_FAILURE'],
		['2E', 'NETWORK_FAILURE'],
		['lower', 'NETWORK_FAILURE'],
		['xEWHATEVER', 'NETWORK_FAILURE'],
		['EWHATEVER!', 'NETWORK_FAILURE'],
		[`E${'X'.repeat(60)}`, `E${'X'.repeat(60)}`],
		[`E${'X'.repeat(61)}`, 'NETWORK_FAILURE'],
		['ECONNABORTED', 'TIMEOUT'],
		[undefined, 'NETWORK_FAILURE'],
	])('%p is shown as %s', (networkCode, code) => {
		expect(classifyFailure({ networkCode }).code).toBe(code);
	});
});

describe('a long text', () => {
	it('is looked at up to four thousand letters', () => {
		const start = 'Incorrect IAM authentication information: '.length;
		const behind = (letters: number) => `${'x'.repeat(letters)} signature expired`;
		expect(gateway(behind(3_900 - start)).cause).toBe('clock');
		expect(gateway(behind(4_000 - start)).cause).toBeUndefined();
		const message = (letters: number) => `${'x'.repeat(letters)} ECONNRESET`;
		expect(classifyFailure({ message: message(3_900) }).code).toBe('ECONNRESET');
		expect(classifyFailure({ message: message(4_000) }).code).toBe('NETWORK_FAILURE');
	});

	it('is shown on one line, up to three hundred letters', () => {
		expect(coded(400, 'AIS.0501', 'limit  must\n\tbe 1').serviceMessage).toBe('limit must be 1');
		const shown = (length: number) => coded(400, 'AIS.0501', '7 '.repeat(200).slice(0, length));
		expect(shown(299).serviceMessage).toHaveLength(299);
		expect(coded(400, 'AIS.0501', `${'7 '.repeat(149)}77`).serviceMessage).toMatch(/77$/);
		expect(coded(400, 'AIS.0501', `${'7 '.repeat(149)}777`).serviceMessage).toMatch(/^.{299}…$/);
	});
});

describe('a wait that is asked for', () => {
	it.each([
		['9.9', ''],
		['10', ' It asks to wait 10 seconds.'],
		['119', ' It asks to wait 119 seconds.'],
		['120', ' It asks to wait 2 minutes.'],
		['121', ' It asks to wait 3 minutes.'],
	])('of %s seconds is told as "%s"', (wait, sentence) => {
		const { reason } = classifyFailure({ status: 503, headers: { 'retry-after': wait } });
		expect(reason).toBe(`The service is not available at the moment.${sentence}`);
	});
});

describe("the service's own words", () => {
	it.each([
		['no word that is new', 'AIS.0503', 'Images damaging', false],
		['one word that is new', 'AIS.0503', 'image corrupt', false],
		['two words that are new', 'AIS.0503', 'image corrupt inside', true],
		['a number', 'AIS.0503', 'image 7', true],
		['a number with the digits of ours', 'HTTP.410', 'gone 104', true],
		['our number', 'HTTP.410', 'gone 410', false],
		['any word for a code that is not known', 'AIS.9999', 'Bad', true],
		['nothing for a code that is quoted', 'AIS.0501', '', false],
		['nothing but signs', 'AIS.0503', '!!', false],
	])('are quoted or not where they have %s: %s %p', (_, code, text, quoted) => {
		const failure = coded(code === 'HTTP.410' ? 410 : 400, code, text);
		expect(failure.isQuoted ?? false).toBe(quoted);
		expect(failure.reason.includes('The service said')).toBe(quoted);
	});
});

describe('a failure', () => {
	it('has nothing but what is known', () => {
		expect(Object.keys(classifyFailure({ status: 500, body: '' })).sort()).toEqual(
			['code', 'httpStatus', 'reason', 'remedy', 'renewsToken', 'retry', 'stopsBatch'].sort(),
		);
	});

	it('says once whom to ask, for a code that is not known', () => {
		expect(coded(500, 'AIS.9999').remedy).toBe(
			'Look the code up in the documentation of the service. Run the workflow again later; if it keeps failing, contact whoever runs the service with the request ID.',
		);
	});

	it('has no limit where nothing was throttled', () => {
		expect(coded(400, 'AIS.0503', 'limit:20,time:1 minute').throttleLimit).toBeUndefined();
	});

	it('of an empty answer says in one sentence what to check', () => {
		expect(classifyFailure({ status: 200, body: '' }).remedy).toBe(
			'If it happens again: check the endpoint in the credential, and whether a proxy stands between n8n and the service.',
		);
	});
});

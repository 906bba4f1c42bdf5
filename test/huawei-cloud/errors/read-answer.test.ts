import { readAnswer } from '../../../huawei-cloud/errors/read-answer';

const read = (body: unknown, headers?: Record<string, unknown>) => readAnswer(body, headers);

describe('the kind of a body', () => {
	it.each<[string, unknown, string, string]>([
		['nothing', undefined, 'empty', ''],
		['null', null, 'empty', ''],
		['an empty text', '', 'empty', ''],
		['white space', ' \n\t', 'empty', ''],
		['a byte order mark alone', '\ufeff', 'empty', ''],
		['JSON as text', '{"a":1}', 'json', ''],
		['JSON behind a byte order mark', '\ufeff{"a":1}', 'json', ''],
		['JSON as bytes', Buffer.from('[1]'), 'json', ''],
		['JSON that was parsed', { a: 1 }, 'json', ''],
		['a value that is no object', 7, 'json', ''],
		['JSON without its end', '{"a":', 'truncated', '{"a":'],
		['a list without its end', ' [1', 'truncated', '[1'],
		['a page', ' \n<!DOCTYPE html>x', 'html', '<!DOCTYPE html>x'],
		['a page without a type', '<HTML>', 'html', '<HTML>'],
		['a part of a page', '<body>', 'html', '<body>'],
		['a head', '<head>', 'html', '<head>'],
		['XML', '<?xml version="1.0"?>', 'html', '<?xml version="1.0"?>'],
		['a comment', '<!-- a -->', 'html', '<!-- a -->'],
		['a page behind two byte order marks', '\ufeff\ufeff<html>', 'html', '<html>'],
		['another text', 'see <html> or {"a":1}', 'text', 'see <html> or {"a":1}'],
		['another element', '<p>', 'text', '<p>'],
		['a byte order mark within', '{"a":\ufeff1}', 'truncated', '{"a":\ufeff1}'],
	])('is told of %s', (_, body, kind, text) => {
		expect(read(body)).toMatchObject({ kind, text });
	});

	it('is told by the beginning of a text, of which two thousand letters are kept', () => {
		expect(read('x'.repeat(3_000)).text).toBe('x'.repeat(2_000));
		expect(read(`a  b${'x'.repeat(10)}`).text).toBe(`a  b${'x'.repeat(10)}`);
	});

	it('is JSON up to a million letters, and judged by its beginning beyond', () => {
		const json = (length: number) => `"${'x'.repeat(length - 2)}"`;
		expect(read(json(1_000_000)).kind).toBe('json');
		expect(read(json(1_000_001)).kind).toBe('text');
		expect(read(Buffer.from(`[${json(1_000_000)}]`)).kind).toBe('truncated');
	});

	it('is that of the part of its memory that bytes show', () => {
		const memory = Buffer.from('--{"code":"A.1"}--');
		expect(read(new Uint8Array(memory.buffer, memory.byteOffset + 2, 14))).toMatchObject({
			kind: 'json',
			code: 'A.1',
		});
	});
});

describe('the code of an answer', () => {
	it.each<[string, object, string | undefined]>([
		['error_code', { error_code: 'A.1', errorCode: 'A.2', code: 'A.3' }, 'A.1'],
		['errorCode', { errorCode: 'A.2', errcode: 'A.3' }, 'A.2'],
		['errcode', { errcode: 'A.3', code: 'A.4' }, 'A.3'],
		['error.error_code', { error: { error_code: 'A.4', code: 'A.5' }, code: 'A.6' }, 'A.4'],
		['error.code', { error: { code: 'A.5' }, code: 'A.6' }, 'A.5'],
		['code', { code: 'A.6' }, 'A.6'],
		[
			'code, where the others are no text',
			{ error_code: {}, errorCode: ' ', code: ' A.6 ' },
			'A.6',
		],
		['a number', { code: 12345 }, '12345'],
		['the status of IAM', { error: { code: 401 } }, 'HTTP.401'],
		['the status of IAM as text', { code: '404' }, 'HTTP.404'],
		['nothing', { message: 'x' }, undefined],
		['64 letters', { code: 'A'.repeat(64) }, 'A'.repeat(64)],
		['one letter', { code: 'A' }, 'A'],
		['letters of another kind in front', { code: '-A.1' }, undefined],
		['letters of another kind behind', { code: 'A.1 !' }, undefined],
		['more than 64 letters', { code: 'A'.repeat(65) }, undefined],
	])('is %s', (_, body, code) => {
		expect(read(body).code).toBe(code);
	});

	it('is none of a list, or of an error that is a list', () => {
		expect(read([{ code: 'A.1' }]).code).toBeUndefined();
		expect(read(Object.assign([], { code: 'A.1' })).code).toBeUndefined();
		expect(read({ error: Object.assign([], { code: 'A.1' }) }).code).toBeUndefined();
	});
});

describe('the text of an answer', () => {
	it.each<[string, object, string | undefined]>([
		['error_msg', { error_msg: 'a', errorMsg: 'b' }, 'a'],
		['errorMsg', { errorMsg: 'b', error_message: 'c' }, 'b'],
		['error_message', { error_message: 'c', message: 'd' }, 'c'],
		['error.message', { error: { message: 'd', error_msg: 'e' }, message: 'g' }, 'd'],
		['error.error_msg', { error: { error_msg: 'e', title: 'f' }, message: 'g' }, 'e'],
		['error.title', { error: { title: 'f' }, message: 'g' }, 'f'],
		['message', { message: 'g', msg: 'h' }, 'g'],
		['msg', { msg: 'h', error_description: 'i' }, 'h'],
		['error_description', { error_description: 'i', error: 'j' }, 'i'],
		['error', { error: 'j' }, 'j'],
		['without blanks around it', { error_msg: ' \n', message: ' g ' }, 'g'],
		['nothing', {}, undefined],
	])('is %s', (_, body, message) => {
		expect(read(body).message).toBe(message);
	});
});

describe('the request ID of an answer', () => {
	it.each<[string, unknown, Record<string, unknown> | undefined, string | undefined]>([
		['request_id', { request_id: 'r-1', requestId: 'r-2' }, { 'x-request-id': 'r-3' }, 'r-1'],
		['requestId', { requestId: 'r-2' }, { 'x-request-id': 'r-3' }, 'r-2'],
		['of its header', {}, { 'X-Request-Id': 'r-3', 'x-iam-trace-id': 'r-4' }, 'r-3'],
		["of IAM's header", '', { 'X-IAM-Trace-Id': 'r-4' }, 'r-4'],
		['of 128 letters', { request_id: 'r'.repeat(128) }, undefined, 'r'.repeat(128)],
		['none of more', { request_id: 'r'.repeat(129) }, undefined, undefined],
		['none of other letters in front', { request_id: '<r-1' }, undefined, undefined],
		['none of other letters behind', { request_id: 'r-1>' }, undefined, undefined],
		['none', {}, undefined, undefined],
	])('is %s', (_, body, headers, requestId) => {
		expect(read(body, headers).requestId).toBe(requestId);
	});
});

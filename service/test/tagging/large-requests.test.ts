import { describe, expect, it } from '@jest/globals';
import { parseTaggingRequest } from '../../src/tagging/request';

const parse = async (body: string, signal?: AbortSignal) =>
	(await parseTaggingRequest(Buffer.from(body), 'v2', signal)).source;

/** Jest would compare millions of bytes one by one. */
const isImage = async (body: string, expected: Buffer) => {
	const source = await parse(body);
	return 'image' in source && source.image.equals(expected);
};

describe('an image', () => {
	it.each([
		['quotation marks', '\\"', 'AIS.0503'],
		['backslashes', '\\\\', 'AIS.0503'],
		['blanks', ' ', 'AIS.0503'],
		['line breaks', '\\n', 'AIS.0503'],
	])('of nothing but megabytes of %s is refused', async (_what, piece, code) => {
		const text = piece.repeat(11_000_000 / piece.length);
		await expect(parse(`{"image":"${text}"}`)).rejects.toMatchObject({ code });
	});
});

describe('what is not the image', () => {
	const megabytes = 10_000_000;

	it.each([
		['nested without end', '['.repeat(megabytes)],
		['of many objects', `[${'{},'.repeat(megabytes / 3)}{}]`],
		['of many keys', `{${Array.from({ length: 100_000 }, (_, i) => `"${i}":0`).join()}}`],
		['beside an image', `{"image":"QUJD","url":${'['.repeat(megabytes)}}`],
	])('is not parsed when it is large: JSON %s', async (_what, body) => {
		await expect(parse(body)).rejects.toThrow('Apart from the text of image, it may have 64 KB.');
	});

	it('may be a long URL', async () => {
		const url = `http://a.example/${'b'.repeat(60_000)}`;
		expect(await parse(JSON.stringify({ url }))).toEqual({ url });
	});
});

describe('a large image', () => {
	const image = Buffer.alloc(7_500_000, 'a picture');
	const plain = image.toString('base64');
	const forms = [
		['plain', JSON.stringify({ image: plain })],
		['in lines', JSON.stringify({ image: plain.replace(/.{76}/g, '$&\r\n') })],
		['with an escape', JSON.stringify({ image: plain }).replace('Z', '\\u005a')],
	] as const;

	/** Turns of the event loop, in each of which other requests could be answered, until the work is done. */
	async function turnsOf(work: Promise<unknown>): Promise<number> {
		let turns = 0;
		let open = true;
		const count = () => {
			turns++;
			if (open) setImmediate(count);
		};
		setImmediate(count);
		await work.finally(() => (open = false));
		return turns;
	}

	/** Digits that may hold up others at once. */
	const mostAtOnce = 1024 * 1024;

	it.each(forms)('lets others have their turn while it is read: %s', async (_how, body) => {
		expect(await turnsOf(parse(body))).toBeGreaterThan(plain.length / mostAtOnce);
		expect(await isImage(body, image)).toBe(true);
	});

	it('does so beside others too: a turn has one piece of them all', async () => {
		const all = Promise.all(Array.from({ length: 5 }, () => parse(forms[0][1])));
		expect(await turnsOf(all)).toBeGreaterThan((5 * plain.length) / mostAtOnce);
	});

	it.each(forms)('is read no further when its client has left: %s', async (_how, body) => {
		const gone = new AbortController();
		const left = parse(body, gone.signal);
		setImmediate(() => gone.abort(new Error('left')));
		await expect(left).rejects.toThrow('left');
	});
});

import { deflateSync, inflateSync } from 'node:zlib';

import { deflate, Inflated } from '../../../images/codecs/zlib';

const text = Buffer.from('one row after the other, '.repeat(10_000));

describe('compressing', () => {
	it('gives what zlib reads, of one piece or more', async () => {
		async function* pieces() {
			yield text.subarray(0, 1000);
			yield text.subarray(1000);
		}
		expect(inflateSync(Buffer.concat(await deflate(pieces())))).toEqual(text);
	});

	it('ends with the error of what it is given', async () => {
		async function* broken() {
			yield text;
			throw new Error('No more rows.');
		}
		await expect(deflate(broken())).rejects.toThrow('No more rows.');
	});
});

describe('decompressing', () => {
	const packed = deflateSync(text, { level: 0 });
	const halves = () => [packed.subarray(0, 70_000), packed.subarray(70_000)];

	it('gives as many bytes as are asked for, whatever pieces they come in', async () => {
		const inflated = new Inflated(halves());
		const lengths = [1, 99_999, text.length - 100_000];
		const read: Uint8Array[] = [];
		for (const length of lengths) read.push(await inflated.read(length));
		expect(read.map((bytes) => bytes.length)).toEqual(lengths);
		expect(Buffer.concat(read)).toEqual(text);
		await inflated.close();
	});

	it.each([
		['ends', [packed.subarray(0, 70_000)]],
		['is damaged', [Buffer.concat([packed.subarray(0, 70_000), Buffer.alloc(70_000, 0xff)])]],
	])('fails with a sentence where the data %s', async (_how, data) => {
		await expect(new Inflated(data).read(text.length)).rejects.toThrow(
			"The PNG can't be decoded: its compressed data is damaged or incomplete.",
		);
	});

	it('fails where more is asked for than there is', async () => {
		await expect(new Inflated(halves()).read(text.length + 1)).rejects.toThrow('incomplete');
	});
});

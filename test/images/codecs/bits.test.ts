import { BitWriter } from '../../../images/codecs/jpeg/bits';

/** What these bits become, each written in the length that it is given in. */
const written = (...parts: string[]) => {
	const writer = new BitWriter();
	for (const bits of parts) writer.put(parseInt(bits, 2), bits.length);
	return [...writer.finish()];
};

describe('the bits of a JPEG', () => {
	it('follow each other, the highest first', () => {
		expect(written('101', '0', '1100')).toEqual([0b1010_1100]);
		expect(written('1', '0101010101010101', '0000000')).toEqual([
			0b1010_1010, 0b1010_1010, 0b1000_0000,
		]);
	});

	it('are filled up with ones, as far as the last byte has room', () => {
		expect(written()).toEqual([]);
		expect(written('0')).toEqual([0b0111_1111]);
		expect(written('00000000', '0000000')).toEqual([0, 1]);
	});

	it('have a zero behind 0xFF, which would begin a marker', () => {
		expect(written('11111111', '00000001', '1111')).toEqual([0xff, 0, 1, 0xff, 0]);
	});

	it('begin anew behind their end', () => {
		const writer = new BitWriter();
		writer.put(0b101, 3);
		writer.finish();
		writer.put(0, 8);
		expect([...writer.finish()]).toEqual([0]);
	});

	it('have the room that was asked for, with what was written before', () => {
		const writer = new BitWriter();
		writer.put(7, 8);
		for (const size of [4_000, 10_000, 50_000]) {
			writer.reserve(size);
			for (let i = 0; i < size; i++) writer.put(i & 127, 8);
		}
		const bytes = writer.finish();
		expect(bytes).toHaveLength(64_001);
		expect([bytes[0], bytes[1], bytes.at(-1)]).toEqual([7, 0, 49_999 & 127]);
	});
});

import { BitWriter } from '../../../images/codecs/jpeg/bits';
import { DCT_SCALE } from '../../../images/codecs/jpeg/dct';
import { encodeBlock } from '../../../images/codecs/jpeg/encode-block';
import {
	AC_LUMINANCE,
	buildCodes,
	DC_LUMINANCE,
	ZIGZAG,
} from '../../../images/codecs/jpeg/standard-tables';

/** The transform as it is defined (ISO/IEC 10918-1, A.3.3), slowly. */
function frequencies(samples: number[]): number[] {
	const scale = (k: number) => (k === 0 ? Math.SQRT1_2 : 1);
	const wave = (at: number, often: number) => Math.cos(((2 * at + 1) * often * Math.PI) / 16);
	return samples.map((_, place) => {
		const [down, across] = [place >> 3, place & 7];
		const sum = samples.reduce(
			(all, sample, i) => all + sample * wave(i >> 3, down) * wave(i & 7, across),
			0,
		);
		return (sum * scale(down) * scale(across)) / 4;
	});
}

it.each([1, 3, 16])('a block becomes its frequencies in steps of %i, rounded', (step) => {
	let seed = step;
	const samples = Array.from({ length: 64 }, () => {
		seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
		return (seed >>> 24) - 128;
	});
	const coder = {
		samples: Float32Array.from(samples),
		factors: Float32Array.from(DCT_SCALE, (scale) => 1 / (step * scale)),
		coefficients: new Int32Array(64),
		before: 0,
		dc: buildCodes(DC_LUMINANCE),
		ac: buildCodes(AC_LUMINANCE),
	};
	encodeBlock(coder, new BitWriter());
	const expected = frequencies(samples).map((value) => value / step);
	for (const [k, place] of ZIGZAG.entries())
		expect(Math.abs(coder.coefficients[k]! - expected[place]!)).toBeLessThan(0.501);
	expect(coder.before).toBe(coder.coefficients[0]);
});

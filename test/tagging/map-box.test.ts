import * as fc from 'fast-check';

import { mapBoxBack } from '../../tagging/map-box';

describe('mapBoxBack', () => {
	it('is right to within a pixel of the original, for any box and any shrinking', () => {
		const side = fc.integer({ min: 16, max: 12_000 });
		fc.assert(
			fc.property(
				side,
				side,
				fc.integer({ min: 16, max: 4096 }),
				fc.nat(10_000),
				(width, height, limit, at) => {
					const scale = Math.min(1, limit / Math.max(width, height));
					const sent = {
						width: Math.max(1, Math.round(width * scale)),
						height: Math.max(1, Math.round(height * scale)),
					};
					const share = at / 10_000;
					const exact = { top_left_x: sent.width * share, top_left_y: sent.height * share };
					const box = {
						...exact,
						width: sent.width - exact.top_left_x,
						height: sent.height - exact.top_left_y,
					};
					const back = mapBoxBack(box, sent, { width, height });
					expect(Math.abs(back.top_left_x - width * share)).toBeLessThanOrEqual(1);
					expect(Math.abs(back.top_left_y - height * share)).toBeLessThanOrEqual(1);
					expect(Math.abs(back.top_left_x + back.width - width)).toBeLessThanOrEqual(1);
					expect(Math.abs(back.top_left_y + back.height - height)).toBeLessThanOrEqual(1);
				},
			),
		);
	});

	it('changes nothing when nothing was shrunk', () => {
		const box = { top_left_x: 3, top_left_y: 4, width: 5, height: 6 };
		expect(mapBoxBack(box, { width: 100, height: 80 }, { width: 100, height: 80 })).toEqual(box);
	});
});

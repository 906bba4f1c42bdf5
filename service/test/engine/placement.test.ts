import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LIMITS } from '../../src/engine/limits';
import { boxInImage, placementOf, sizeNeeded } from '../../src/engine/models/input/placement';
import { modelSchema, type ModelInput } from '../../src/engine/models/schema';
import { classifier } from './support/tiny-models';

const inputOf = (fields: Partial<ModelInput>): ModelInput =>
	modelSchema.parse({ ...classifier, input: { name: 'image', ...fields } }).input;

const side = fc.integer({ min: LIMITS.narrowSideAbove + 1, max: LIMITS.wideSideUpTo });
const image = fc.record({ width: side, height: side });
const input = fc
	.record({
		width: fc.integer({ min: 1, max: 1024 }),
		height: fc.integer({ min: 1, max: 1024 }),
		fit: fc.constantFrom('stretch' as const, 'letterbox' as const, 'crop' as const),
		cropShare: fc.double({ min: 0.1, max: 1, noNaN: true }),
	})
	.map(inputOf);

describe('how an image is laid into an input', () => {
	it('never asks for more pixels than there are', () => {
		fc.assert(
			fc.property(image, input, (of, into) => {
				const { width, height } = sizeNeeded(of, into);
				expect(width).toBeGreaterThanOrEqual(1);
				expect(height).toBeGreaterThanOrEqual(1);
				expect(width).toBeLessThanOrEqual(of.width);
				expect(height).toBeLessThanOrEqual(of.height);
			}),
		);
	});

	it('cuts out of the pixels, before it resizes to a part of the input', () => {
		fc.assert(
			fc.property(image, input, (of, into) => {
				const pixels = sizeNeeded(of, into);
				const { part, target } = placementOf(of, pixels, into);
				for (const [inner, outer] of [
					[part, pixels],
					[target, into],
				] as const) {
					expect(inner.left).toBeGreaterThanOrEqual(0);
					expect(inner.top).toBeGreaterThanOrEqual(0);
					expect(inner.width).toBeGreaterThanOrEqual(1);
					expect(inner.height).toBeGreaterThanOrEqual(1);
					expect(inner.left + inner.width).toBeLessThanOrEqual(outer.width);
					expect(inner.top + inner.height).toBeLessThanOrEqual(outer.height);
				}
			}),
		);
	});

	it('takes of a very narrow image the square in its middle', () => {
		const of = { width: 16, height: 4096 };
		const into = inputOf({ width: 260, height: 260, fit: 'crop' });
		const { part, target } = placementOf(of, sizeNeeded(of, into), into);
		expect(part).toEqual({ left: 0, top: 2040, width: 16, height: 16 });
		expect(target).toEqual({ left: 0, top: 0, width: 260, height: 260 });
	});

	it('keeps a share of the shorter side, if it is to', () => {
		const of = { width: 1000, height: 800 };
		const into = inputOf({ width: 100, height: 100, fit: 'crop', cropShare: 0.875 });
		expect(placementOf(of, of, into).part).toEqual({ left: 150, top: 50, width: 700, height: 700 });
	});

	it('is undone for boxes, at whatever scale the pixels are', () => {
		fc.assert(
			fc.property(image, input, (of, into) => {
				const placement = placementOf(of, sizeNeeded(of, into), into);
				const { left, top, width, height } = placement.target;
				const seen = { left, top, right: left + width, bottom: top + height };
				const box = boxInImage(seen, placement, of)!;
				const pixels = sizeNeeded(of, into);
				const { part } = placement;
				expect(box.left).toBeCloseTo((part.left / pixels.width) * of.width, 5);
				expect(box.top).toBeCloseTo((part.top / pixels.height) * of.height, 5);
				expect(box.width).toBeCloseTo((part.width / pixels.width) * of.width, 5);
				expect(box.height).toBeCloseTo((part.height / pixels.height) * of.height, 5);
			}),
		);
	});
});

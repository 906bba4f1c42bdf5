import type { BoundingBox, Instance } from '../../types';

/** Intersection over union, 0..1. */
function overlapOf(a: BoundingBox, b: BoundingBox): number {
	const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
	const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
	const shared = Math.max(0, width) * Math.max(0, height);
	return shared / (a.width * a.height + b.width * b.height - shared);
}

/**
 * Non-maximum suppression of one label's boxes: best first, each that overlaps a better one by more
 * than `overlap` (intersection over union) dropped, at most `limit` kept.
 */
export function suppress(instances: Instance[], overlap: number, limit: number): Instance[] {
	const kept: Instance[] = [];
	for (const candidate of instances.toSorted((a, b) => b.score - a.score)) {
		if (kept.length === limit) break;
		if (kept.every(({ box }) => overlapOf(box, candidate.box) <= overlap)) kept.push(candidate);
	}
	return kept;
}

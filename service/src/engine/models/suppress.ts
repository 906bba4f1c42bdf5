import type { Instance } from '../types';
import { overlapOf } from './geometry';

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

import type { Rect } from './tags';

/** A label to place: the box that it names, and its size. */
export interface LabelRequest {
	anchor: Rect;
	width: number;
	height: number;
	/** Labels with the same key say the same: one of them may be left out where there is no room. */
	key: string;
}

/** Costs: hiding another label is worst, then lying far from the usual place. A cost of 1 is hiding a label wholly. */
const OVERLAP_COST = 4;
/** With more of it hidden than this, a label whose tag is named elsewhere is better left out. */
const MAX_HIDDEN = 0.45;

interface Place extends Rect {
	cost: number;
}

/**
 * Finds a place for each label, inside the picture and near its box, such that they hide each other as little as can be.
 * Small boxes choose first, since large ones have more room. Undefined where a label is left out.
 * @param margin pixels to keep free along the picture's edge
 */
export function placeLabels(
	requests: readonly LabelRequest[],
	picture: { width: number; height: number },
	margin: number,
): Array<Rect | undefined> {
	const places = new Array<Rect | undefined>(requests.length).fill(undefined);
	const named = new Set<string>();
	const order = [...requests.entries()].sort(([, a], [, b]) => area(a) - area(b));
	for (const [index, request] of order) {
		const taken = places.filter((place) => place !== undefined);
		const best = bestPlace(request, picture, margin, taken);
		if (hidden(best, taken) > MAX_HIDDEN && named.has(request.key)) continue;
		named.add(request.key);
		places[index] = best;
	}
	return places;
}

const area = ({ anchor }: LabelRequest): number => anchor.width * anchor.height;

function bestPlace(
	request: LabelRequest,
	picture: { width: number; height: number },
	margin: number,
	taken: readonly Rect[],
): Rect {
	const scored = candidates(request).map((candidate) => {
		const x = clamp(candidate.x, margin, picture.width - margin - candidate.width);
		const y = clamp(candidate.y, margin, picture.height - margin - candidate.height);
		const moved = (Math.abs(x - candidate.x) + Math.abs(y - candidate.y)) / candidate.height;
		const rect = { ...candidate, x, y };
		return { rect, cost: candidate.cost + moved + OVERLAP_COST * hidden(rect, taken) };
	});
	const { rect } = scored.reduce((best, next) => (next.cost < best.cost ? next : best));
	return { x: rect.x, y: rect.y, width: rect.width, height: rect.height };
}

/** Places around and along the box, the usual one (above, at the left) first. */
function candidates({ anchor, width, height }: LabelRequest): Place[] {
	const right = anchor.x + anchor.width - width;
	const bottom = anchor.y + anchor.height;
	const columns = [
		{ x: anchor.x, cost: 0 },
		{ x: right, cost: 0.15 },
		{ x: Math.round((anchor.x + right) / 2), cost: 0.2 },
	];
	const rows = [
		{ y: anchor.y - height, cost: 0 },
		{ y: anchor.y, cost: 0.25 },
		{ y: bottom, cost: 0.4 },
		{ y: bottom - height, cost: 0.45 },
		{ y: anchor.y + height, cost: 0.6 },
		{ y: anchor.y + 2 * height, cost: 0.8 },
		{ y: Math.round((anchor.y + bottom - height) / 2), cost: 0.9 },
	];
	return columns.flatMap((column) =>
		rows.map((row) => ({ x: column.x, y: row.y, width, height, cost: column.cost + row.cost })),
	);
}

/** Share of a rectangle that lies under or over others, counted once for each. */
function hidden(rect: Rect, others: readonly Rect[]): number {
	const shared = others.reduce((sum, other) => {
		const across = Math.min(rect.x + rect.width, other.x + other.width) - Math.max(rect.x, other.x);
		const along =
			Math.min(rect.y + rect.height, other.y + other.height) - Math.max(rect.y, other.y);
		return across > 0 && along > 0 ? sum + across * along : sum;
	}, 0);
	return shared / (rect.width * rect.height);
}

function clamp(value: number, low: number, high: number): number {
	return Math.max(low, Math.min(value, high));
}

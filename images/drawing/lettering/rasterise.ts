import type { Outline, OutlinePoint } from './outlines';

/** How much of each pixel a shape covers, 0–1, and where it lies relative to the pen on the baseline (y downwards). */
export interface Coverage {
	left: number;
	top: number;
	width: number;
	height: number;
	cover: Float32Array;
}

/** Straight pieces that a curve becomes, by its size in pixels. */
const PIECES = (size: number): number => (size < 24 ? 4 : 8);

/** Turns an outline into smooth pixels. @param em size of the em in pixels */
export function rasterise({ contours }: Outline, em: number): Coverage {
	const points = contours.flat();
	const left = Math.floor(Math.min(0, ...points.map(({ x }) => x)) * em);
	const right = Math.ceil(Math.max(0, ...points.map(({ x }) => x)) * em);
	const top = Math.floor(-Math.max(0, ...points.map(({ y }) => y)) * em);
	const bottom = Math.ceil(-Math.min(0, ...points.map(({ y }) => y)) * em);
	const area = new AreaBuffer(right - left, bottom - top);
	for (const contour of contours) {
		const pixels = flatten(contour, PIECES(em)).map(({ x, y }) => ({
			x: x * em - left,
			y: -y * em - top,
		}));
		pixels.forEach((to, i) => {
			const from = pixels[(i || pixels.length) - 1] ?? to;
			area.addLine(from.x, from.y, to.x, to.y);
		});
	}
	return { left, top, width: right - left, height: bottom - top, cover: area.cover() };
}

/** Straight lines for a closed TrueType contour: between two control points lies a point on the curve. */
function flatten(
	contour: readonly OutlinePoint[],
	pieces: number,
): Array<{ x: number; y: number }> {
	const around = (i: number): OutlinePoint =>
		contour[(i + contour.length) % contour.length] ?? { x: 0, y: 0, onCurve: true };
	const middle = (a: OutlinePoint, b: OutlinePoint) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
	return contour.flatMap((point, i) => {
		if (point.onCurve) return [point];
		const [before, after] = [around(i - 1), around(i + 1)];
		const start = before.onCurve ? before : middle(before, point);
		const end = after.onCurve ? after : middle(point, after);
		return Array.from({ length: pieces }, (_, k) => {
			const t = (k + 1) / pieces;
			const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
			return {
				x: a * start.x + b * point.x + c * end.x,
				y: a * start.y + b * point.y + c * end.y,
			};
		});
	});
}

/**
 * Signed areas: every line adds, to the pixels it crosses, how much of what lies right of it the shape covers;
 * summing a row from left to right gives the coverage (the method of font-rs and stb_truetype).
 */
class AreaBuffer {
	private readonly areas: Float32Array;
	private readonly stride: number;

	constructor(
		private readonly width: number,
		private readonly height: number,
	) {
		this.stride = width + 2;
		this.areas = new Float32Array(this.stride * height);
	}

	addLine(x0: number, y0: number, x1: number, y1: number): void {
		if (y0 === y1) return;
		const direction = y0 < y1 ? 1 : -1;
		const [topX, topY, bottomX, bottomY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
		const slope = (bottomX - topX) / (bottomY - topY);
		let x = topX;
		for (let y = Math.floor(topY); y < Math.min(this.height, Math.ceil(bottomY)); y++) {
			const part = Math.min(y + 1, bottomY) - Math.max(y, topY);
			const nextX = x + slope * part;
			this.addSpan(y * this.stride, Math.min(x, nextX), Math.max(x, nextX), part * direction);
			x = nextX;
		}
	}

	cover(): Float32Array {
		const cover = new Float32Array(this.width * this.height);
		for (let y = 0; y < this.height; y++) {
			let sum = 0;
			for (let x = 0; x < this.width; x++) {
				sum += this.areas[y * this.stride + x]!;
				cover[y * this.width + x] = Math.min(Math.abs(sum), 1);
			}
		}
		return cover;
	}

	/** A line's piece within one row, from `left` to `right`; `amount` is its height, signed. */
	private addSpan(row: number, left: number, right: number, amount: number): void {
		let before = 0;
		for (let pixel = Math.floor(left); pixel <= Math.ceil(right); pixel++) {
			const covered = amount * coveredUpTo(pixel + 1, left, right);
			this.areas[row + pixel]! += covered - before;
			before = covered;
		}
	}
}

/** Mean share of the pixel ending at `edge` that lies right of a line running evenly from `left` to `right`. */
function coveredUpTo(edge: number, left: number, right: number): number {
	return distance(edge, left, right) - distance(edge - 1, left, right);
}

/** Integral of how much of the line lies left of a place. */
function distance(place: number, left: number, right: number): number {
	if (place <= left) return 0;
	if (place >= right) return place - (left + right) / 2;
	return (place - left) ** 2 / (2 * (right - left));
}

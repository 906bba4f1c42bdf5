import { GLYPH_GRID, GLYPHS } from './glyphs';

export interface OutlinePoint {
	x: number;
	y: number;
	/** Else it is the control point of a quadratic curve. */
	onCurve: boolean;
}

/** A character's shape in ems, y upwards from the baseline. */
export interface Outline {
	advance: number;
	contours: OutlinePoint[][];
}

let outlines: Map<string, Outline> | undefined;

/** The outline of a character, or undefined when it is not among the embedded ones. */
export function outlineOf(character: string): Outline | undefined {
	outlines ??= unpack(Buffer.from(GLYPHS, 'base64'));
	return outlines.get(character);
}

/** A hollow box, which stands for a character that can't be drawn. */
export const UNKNOWN: Outline = {
	advance: 0.9,
	contours: [rectangle(0.08, -0.06, 0.82, 0.8), rectangle(0.15, 0.01, 0.75, 0.73).reverse()],
};

function rectangle(left: number, bottom: number, right: number, top: number): OutlinePoint[] {
	return [
		[left, bottom],
		[left, top],
		[right, top],
		[right, bottom],
	].map(([x = 0, y = 0]) => ({ x, y, onCurve: true }));
}

function unpack(bytes: Buffer): Map<string, Outline> {
	const unpacked = new Map<string, Outline>();
	const { units, shiftX, shiftY } = GLYPH_GRID;
	let at = 0;
	const next = (): number => bytes[at++] ?? 0;
	while (at < bytes.length) {
		const character = String.fromCharCode(next() * 256 + next());
		const advance = next() / units;
		const contours = Array.from({ length: next() }, () => {
			const count = next();
			const bits = bytes.subarray(at, (at += Math.ceil(count / 8)));
			return Array.from({ length: count }, (_, i) => ({
				x: (next() - shiftX) / units,
				y: (next() - shiftY) / units,
				onCurve: ((bits[i >> 3] ?? 0) & (1 << (i & 7))) !== 0,
			}));
		});
		unpacked.set(character, { advance, contours });
	}
	return unpacked;
}

/** How much of a file's end is searched for its end marker: programs append things after it. */
const TAIL = 1024 * 1024;

/** Unsigned integers at an offset; NaN outside the bytes, so that comparisons with it fail quietly. */
export const u8 = (b: Uint8Array, at: number): number => b[at] ?? NaN;
export const u16be = (b: Uint8Array, at: number): number => u8(b, at) * 256 + u8(b, at + 1);
export const u16le = (b: Uint8Array, at: number): number => u8(b, at) + u8(b, at + 1) * 256;
export const u32be = (b: Uint8Array, at: number): number => u16be(b, at) * 65536 + u16be(b, at + 2);
export const u32le = (b: Uint8Array, at: number): number => u16le(b, at) + u16le(b, at + 2) * 65536;

/** Whether the bytes at an offset are these ASCII (or Latin-1) characters. */
export function hasText(b: Uint8Array, at: number, text: string): boolean {
	for (let i = 0; i < text.length; i++) if (b[at + i] !== text.charCodeAt(i)) return false;
	return true;
}

/** Latin-1 text of a piece of the bytes. */
export function latin1(b: Uint8Array, start: number, end: number): string {
	return view(b, start, Math.min(end, b.length)).toString('latin1');
}

/** Whether a marker of Latin-1 characters occurs after `from`, looking back no further than 1 MB from the end. */
export function endsWithMarker(b: Uint8Array, marker: string, from: number): boolean {
	return (
		view(b, Math.max(from, b.length - TAIL), b.length).lastIndexOf(marker, undefined, 'latin1') >= 0
	);
}

function view(b: Uint8Array, start: number, end: number): Buffer {
	const from = Math.min(Math.max(start, 0), b.length);
	return Buffer.from(b.buffer, b.byteOffset + from, Math.max(end - from, 0));
}

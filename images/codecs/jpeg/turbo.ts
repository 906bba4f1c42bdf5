import wasm from '@cwasm/jpeg-turbo/jpeg-turbo.wasm';
import type { Bitmap } from '../bitmap';

/** TurboJPEG's C interface, as exported. Pointers and sizes are bytes in its memory; a result of 0 is success. */
interface Turbo {
	memory: WebAssembly.Memory;
	malloc(size: number): number;
	tjInitDecompress(): number;
	tjDecompressHeader3(
		handle: number,
		jpeg: number,
		size: number,
		width: number,
		height: number,
		subsampling: number,
		colours: number,
	): number;
	tjDecompress2(
		handle: number,
		jpeg: number,
		size: number,
		pixels: number,
		width: number,
		pitch: number,
		height: number,
		format: number,
		flags: number,
	): number;
}

const FORMAT_RGBA = 7;
const FORMAT_CMYK = 11;
const FIRST_CMYK_COLOURS = 3;

/** libjpeg gave the picture up. */
export class TurboFailure extends Error {}

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * Decodes a whole JPEG with libjpeg-turbo; slightly damaged data gives a picture with grey or shifted parts.
 * The pixels stay in WebAssembly's memory, which each call has for itself, so that they are not copied.
 * @throws {TurboFailure} when there is nothing to show
 */
export async function decompress(jpeg: Uint8Array): Promise<Bitmap> {
	compiled ??= WebAssembly.compile(wasm);
	const instance = new WebAssembly.Instance(await compiled, {
		env: { setjmp: () => 0, longjmp: fail },
		wasi_snapshot_preview1: {
			environ_sizes_get: () => 0,
			environ_get: fail,
			proc_exit: fail,
			fd_close: fail,
			fd_seek: fail,
			fd_write: fail,
		},
	});
	// Whatever WebAssembly trips over, a trap or too little memory, is a picture that can't be decoded.
	try {
		return decode(instance.exports as Turbo, jpeg);
	} catch {
		return fail();
	}
}

/** libjpeg reports a fatal error by jumping out; here that is an exception. */
function fail(): never {
	throw new TurboFailure();
}

function decode(turbo: Turbo, jpeg: Uint8Array): Bitmap {
	const input = turbo.malloc(jpeg.length);
	new Uint8Array(turbo.memory.buffer).set(jpeg, input);
	const head = turbo.malloc(16);
	const source = [turbo.tjInitDecompress(), input, jpeg.length] as const;
	if (turbo.tjDecompressHeader3(...source, head, head + 4, head + 8, head + 12) !== 0) fail();
	const [width = 0, height = 0, , colours = 0] = new Uint32Array(turbo.memory.buffer, head, 4);
	const pixels = turbo.malloc(width * height * 4);
	if (pixels === 0) fail();
	const isCmyk = colours >= FIRST_CMYK_COLOURS;
	const format = isCmyk ? FORMAT_CMYK : FORMAT_RGBA;
	turbo.tjDecompress2(...source, pixels, width, width * 4, height, format, 0);
	const data = new Uint8Array(turbo.memory.buffer, pixels, width * height * 4);
	if (isCmyk) convertCmyk(data);
	return { width, height, data };
}

/** JPEGs hold cyan, magenta, yellow and black inverted, as Adobe's programs write them. */
function convertCmyk(data: Uint8Array): void {
	for (let i = 0; i < data.length; i += 4) {
		const black = data[i + 3] ?? 0;
		for (let c = i; c < i + 3; c++) data[c] = ((data[c] ?? 0) * black) / 255;
		data[i + 3] = 255;
	}
}

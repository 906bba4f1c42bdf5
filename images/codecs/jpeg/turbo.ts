import wasm from '@cwasm/jpeg-turbo/jpeg-turbo.wasm';
import type { Bitmap } from '../bitmap';

/** TurboJPEG's C interface, as exported. Pointers and sizes are bytes in its memory; a result of 0 is success. */
interface Turbo {
	memory: WebAssembly.Memory;
	malloc(size: number): number;
	free(pointer: number): void;
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

/** Decodes JPEGs with libjpeg-turbo. Each one has memory of its own, which is freed with it. */
export interface JpegDecoder {
	/**
	 * Decodes a whole JPEG; slightly damaged data gives a picture with grey or shifted parts.
	 * @param use receives the pixels, which are valid during the call only
	 * @throws {TurboFailure} when there is nothing to show
	 */
	decode(jpeg: Uint8Array, use: (bitmap: Bitmap) => void): void;
}

let compiled: Promise<WebAssembly.Module> | undefined;

export async function openJpegDecoder(): Promise<JpegDecoder> {
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
	const turbo = instance.exports as Turbo;
	const handle = turbo.tjInitDecompress();
	return {
		decode: (jpeg, use) => {
			const bitmap = guarded(() => decode(turbo, handle, jpeg));
			use(bitmap);
			turbo.free(bitmap.data.byteOffset);
		},
	};
}

/** libjpeg reports a fatal error by jumping out; here that is an exception. */
function fail(): never {
	throw new TurboFailure('libjpeg-turbo gave up.');
}

/** Whatever WebAssembly trips over, a trap or too little memory, is a picture that can't be decoded. */
function guarded<T>(work: () => T): T {
	try {
		return work();
	} catch {
		return fail();
	}
}

/** Decodes to pixels that stay in libjpeg-turbo's memory until their address is freed. */
function decode(turbo: Turbo, handle: number, jpeg: Uint8Array): Bitmap {
	const input = turbo.malloc(jpeg.length);
	new Uint8Array(turbo.memory.buffer).set(jpeg, input);
	const head = turbo.malloc(16);
	const source = [handle, input, jpeg.length] as const;
	if (turbo.tjDecompressHeader3(...source, head, head + 4, head + 8, head + 12) !== 0) fail();
	const [width = 0, height = 0, , colours = 0] = new Uint32Array(turbo.memory.buffer, head, 4);
	const cmyk = colours >= FIRST_CMYK_COLOURS;
	const pixels = turbo.malloc(width * height * 4);
	if (pixels === 0) fail();
	const format = cmyk ? FORMAT_CMYK : FORMAT_RGBA;
	turbo.tjDecompress2(...source, pixels, width, width * 4, height, format, 0);
	for (const pointer of [input, head]) turbo.free(pointer);
	const data = new Uint8Array(turbo.memory.buffer, pixels, width * height * 4);
	if (cmyk) convertCmyk(data);
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

import fc from 'fast-check';
import sharp from 'sharp';
import { bmp, gif, pngHeader } from '../../support/pictures';

/** Small files of every format that the service reads, and of some that it doesn't. */
export async function smallPictures(): Promise<Buffer[]> {
	const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 };
	const picture = sharp({
		create: { width: 24, height: 20, channels: 3, background: '#888', noise },
	});
	const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
	const raw = { width: info.width, height: info.height, channels: 3 as const };
	const open = () => sharp(data, { raw });
	return Promise.all([
		open().jpeg().toBuffer(),
		open().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
		open().png().toBuffer(),
		open().png({ palette: true, colours: 16 }).toBuffer(),
		open().ensureAlpha(0.5).toColourspace('rgb16').png({ progressive: true }).toBuffer(),
		open().webp().toBuffer(),
		open().webp({ lossless: true }).toBuffer(),
		open().tiff().toBuffer(),
		bmp(24, 20),
		gif,
	]);
}

interface Edit {
	at: number;
	value: number;
	kind: 'set' | 'insert' | 'delete' | 'repeat' | 'cut';
}

const edits = fc.array(
	fc.record({
		at: fc.oneof(fc.nat(80), fc.nat(100_000)),
		value: fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
		kind: fc.constantFrom<Edit['kind']>('set', 'set', 'set', 'insert', 'delete', 'repeat', 'cut'),
	}),
	{ maxLength: 8 },
);

const changes: Record<Edit['kind'], (bytes: Buffer, at: number, value: number) => Buffer> = {
	set: (bytes, at, value) => bytes.fill(value, at, Math.min(at + 1, bytes.length)),
	insert: (bytes, at, value) =>
		Buffer.concat([
			bytes.subarray(0, at),
			Buffer.alloc(1 + (value % 9), value),
			bytes.subarray(at),
		]),
	delete: (bytes, at, value) =>
		Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + (value % 9))]),
	repeat: (bytes, at) => Buffer.concat([bytes, bytes.subarray(at)]),
	cut: (bytes, at, value) => (value % 4 === 0 ? bytes.subarray(0, at) : bytes),
};

function edited(file: Buffer, list: Edit[]): Buffer {
	return list.reduce<Buffer>(
		(bytes, { at, value, kind }) => changes[kind](bytes, at % Math.max(bytes.length, 1), value),
		Buffer.from(file),
	);
}

const side = fc.oneof(fc.nat(70_000), fc.constantFrom(0, 1, 15, 16, 4096, 4097, 0x7fffffff));
const absurd = fc.oneof(
	fc.tuple(side, side).map(([width, height]) => pngHeader(width, height)),
	fc.tuple(fc.integer(), fc.integer(), fc.nat(40)).map(([width, height, bits]) => {
		const file = bmp(4, 4);
		file.writeInt32LE(width | 0, 18);
		file.writeInt32LE(height | 0, 22);
		file.writeUInt16LE(bits, 28);
		return file;
	}),
);

/** Image files: whole, damaged, of absurd sizes, and bytes that are no image. */
export const mutatedPictures = (files: Buffer[]): fc.Arbitrary<Buffer> =>
	fc.oneof(
		{ weight: 5, arbitrary: fc.constantFrom(...files) },
		{ weight: 8, arbitrary: fc.tuple(fc.constantFrom(...files), edits).map((a) => edited(...a)) },
		{ weight: 1, arbitrary: absurd },
		{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
	);

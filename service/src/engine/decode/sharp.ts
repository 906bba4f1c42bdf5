import sharp from 'sharp';
import type { Pixels, Size } from './pixels';

// One thread: the engine scales by processes, and a picture is never seen twice.
sharp.concurrency(1);
sharp.cache(false);

// libvips knows many more formats; none of their decoders may be reached by a forged header.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
	operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});

const open = (image: Buffer) =>
	// `error`: tolerates what cameras get slightly wrong, refuses what is cut off or broken.
	sharp(image, { failOn: 'error', limitInputPixels: false });

/** The size in the header, before any EXIF rotation. */
export async function readSizeWithSharp(image: Buffer): Promise<Size> {
	const { width, height } = await open(image).metadata();
	return { width, height };
}

/** Decodes a JPG, PNG or WEBP file (of an animation, the first frame). */
export async function decodeWithSharp(image: Buffer): Promise<Pixels> {
	const { data, info } = await open(image)
		.autoOrient()
		.flatten({ background: '#ffffff' })
		.toColourspace('srgb')
		.raw({ depth: 'uchar' })
		.toBuffer({ resolveWithObject: true });
	return { width: info.width, height: info.height, data };
}

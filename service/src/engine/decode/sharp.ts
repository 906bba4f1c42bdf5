import sharp from 'sharp';
import { sameSize, type Pixels, type Size } from './pixels';

// One thread: the engine scales by processes, and an image is never seen twice.
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

/** The size of the upright image, by its header. */
export async function readSizeWithSharp(image: Buffer): Promise<Size> {
	const { autoOrient } = await open(image).metadata();
	return autoOrient;
}

/**
 * Decodes a JPG, PNG or WEBP file (of an animation, the first frame) at the size that is wanted of it. JPG and WEBP are
 * decoded no finer than that needs (shrink-on-load); all of the file is read nevertheless, so that damage is found.
 */
export async function decodeWithSharp(image: Buffer, wanted: Size): Promise<Pixels> {
	const { data, info } = await open(image)
		.autoOrient()
		.flatten({ background: '#ffffff' })
		.resize(wanted.width, wanted.height, { fit: 'fill', kernel: 'linear' })
		.toColourspace('srgb')
		.raw({ depth: 'uchar' })
		.toBuffer({ resolveWithObject: true });
	return { width: info.width, height: info.height, data };
}

/** A rectangle in whole pixels. */
export interface Region extends Size {
	left: number;
	top: number;
}

/** Pixels of a part of an image at another size; the part is cut out first, so that nothing else is resized. */
export async function resizeWithSharp(
	{ data, width, height }: Pixels,
	part: Region,
	to: Size,
	kernel: 'linear' | 'cubic' | 'lanczos3',
): Promise<Pixels> {
	if (sameSize(part, { width, height }) && sameSize(part, to)) return { width, height, data };
	const resized = await sharp(data, {
		raw: { width, height, channels: 3 },
	})
		.extract(part)
		.resize(to.width, to.height, { fit: 'fill', kernel })
		.raw()
		.toBuffer();
	return { ...to, data: resized };
}

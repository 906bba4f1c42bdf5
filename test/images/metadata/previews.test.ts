import { fixture } from '../support/pixels';
import {
	dataset,
	exifSegment,
	jpeg,
	photoshopSegment,
	resource,
	segment,
	xmpSegment,
} from './support/jpeg-files';
import { embedded, listOf, packet, reason } from './support/tags';

const preview = fixture('colours-grey.jpg');
const MOVED = 'Its maker notes point at a preview that would move.';

const notes = (little: boolean, distance: number) => {
	const note = Buffer.alloc(16, 'maker note');
	if (little) note.writeUInt32LE(distance, 12);
	else note.writeUInt32BE(distance, 12);
	return little
		? segment(0xe1, 'Exif\0\0', 'II*\0\x08\0\0\0\0\0\0\0\0\0', note)
		: exifSegment(note);
};

/** A JPG whose maker notes point `skipped` bytes behind its end, and what is there. */
function pointing(
	trailer: Buffer[],
	{ more = [] as Buffer[], little = false, skipped = 0 } = {},
): Buffer {
	const file = (distance: number) => jpeg([notes(little, distance), ...more]);
	const plain = file(0);
	const distance = plain.length - (plain.indexOf('Exif\0\0') + 6) + skipped;
	return Buffer.concat([file(distance), ...trailer]);
}

/** Whether what stands behind the image still does after tags were written to it. */
async function isWritten(file: Buffer, trailer: Buffer): Promise<boolean> {
	return (await embedded(file)).subarray(-trailer.length).equals(trailer);
}

describe('a JPG whose maker notes point at a preview behind it', () => {
	it('is not written to, since the preview would move', async () => {
		expect(await reason(pointing([preview]))).toBe(MOVED);
		expect(await reason(pointing([preview], { little: true }))).toBe(MOVED);
		const second = pointing([preview, preview], { skipped: preview.length });
		expect(await reason(second)).toBe(MOVED);
	});

	it('is written to where the packet has room, so that nothing moves', async () => {
		const room = xmpSegment(packet('', { padding: ' '.repeat(4000) }));
		const iptc = photoshopSegment(
			resource(0x0404, Buffer.concat([dataset(2, 25, 'Cup'), dataset(2, 25, 'Still life')])),
		);
		const before = pointing([preview], { more: [room, iptc] });
		const after = await embedded(before);
		expect(after).toHaveLength(before.length);
		expect(listOf(after, 'dc:subject')).toEqual(['Cup', 'Still life']);
	});

	it('is written to where they only seem to point at one', async () => {
		expect(await isWritten(pointing([preview], { skipped: -1 }), preview)).toBe(true);
		const other = Buffer.from('no image');
		expect(await isWritten(pointing([other]), other)).toBe(true);
	});

	it('is written to behind 64 of what looks like images, which is chance', async () => {
		const start = Buffer.from([0xff, 0xd8, 0xff]);
		const behind = (count: number) =>
			pointing([...Array<Buffer>(count).fill(start), preview], { skipped: 3 * count });
		expect(await reason(behind(63))).toBe(MOVED);
		expect(await isWritten(behind(64), preview)).toBe(true);
	});
});

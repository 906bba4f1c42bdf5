import { fixture } from '../support/pixels';
import {
	exifSegment,
	jpeg,
	multiPicture,
	readMultiPicture,
	segment,
	xmpSegment,
} from './support/jpeg-files';
import { embedded, packet, reason, subjects } from './support/tags';

describe('an image behind a JPG', () => {
	const others = [exifSegment(), segment(0xfe, 'a comment')];

	it.each([
		['big-endian', false],
		['little-endian', true],
	])('is still where a %s index of images says', async (_, little) => {
		for (const before of [
			multiPicture(little, others),
			multiPicture(little, [], others),
			multiPicture(little, [], [xmpSegment(packet(subjects('Holiday')))]),
			multiPicture(little, [xmpSegment(packet(''))], others),
		]) {
			const after = await embedded(before);
			const { firstSize, second } = readMultiPicture(after);
			expect(second.equals(fixture('colours-grey.jpg'))).toBe(true);
			expect(firstSize).toBe(after.length - second.length);
			expect((await embedded(after)).equals(after)).toBe(true);
		}
	});

	it('may be pushed to where 32 bits end', async () => {
		const at = (file: Buffer) => file.indexOf('MPF\0') + 4 + 74;
		const offset = (file: Buffer) => file.readUInt32LE(at(file));
		const file = multiPicture(true, [], [xmpSegment(packet(''))]);
		const way = offset(await embedded(file)) - offset(file);
		file.writeUInt32LE(0xffff_ffff - way, at(file));
		expect(offset(await embedded(file))).toBe(0xffff_ffff);
	});
});

describe('a JPG is not written to whose index of images', () => {
	const index = segment(0xe2, 'MPF\0', 'MM\0*\0\0\0\x08\0\0');
	/** An index whose list says that it has so many images. */
	const listed = (images: number) => {
		const file = multiPicture(true);
		file.writeUInt32LE(16 * images, file.indexOf('MPF\0') + 4 + 38);
		return file;
	};
	/** An image four gigabytes from its index, which the tags would push beyond what 32 bits can say. */
	const farAway = (little: boolean) => {
		const file = multiPicture(little, [], [xmpSegment(packet(''))]);
		file.fill(0xff, file.indexOf('MPF\0') + 4 + 74, file.indexOf('MPF\0') + 4 + 78);
		return file;
	};

	it.each<[string, Buffer]>([
		['says nothing of images', jpeg([index])],
		['has an empty list', listed(0)],
		['has a list that goes on behind it', listed(8)],
		['points too far', farAway(true)],
		['points too far, big-endian', farAway(false)],
	])('%s', async (_, file) => {
		expect(await reason(file)).toBe(
			'It is damaged: its list of further images (MPF) does not make sense.',
		);
	});
});

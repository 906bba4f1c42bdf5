import { existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { writeWithExifTool } from './programs.mjs';

const root = path.join(import.meta.dirname, '../..');
export const sharp = createRequire(path.join(root, 'service/package.json'))('sharp');

/** Photos of some fifty cameras, in Debian's package golang-github-rwcarlsen-goexif-dev. */
const CAMERAS = '/usr/share/gocode/src/github.com/rwcarlsen/goexif/exif';

const [WIDTH, HEIGHT] = [160, 120];

const canvas = (channels) => {
	const data = Buffer.alloc(WIDTH * HEIGHT * channels);
	for (let i = 0; i < data.length; i++) data[i] = (i * 7 + ((i / WIDTH) | 0) * 3) & 255;
	return sharp(data, { raw: { width: WIDTH, height: HEIGHT, channels } });
};

const animated = () => {
	const data = Buffer.alloc(WIDTH * HEIGHT * 3 * 3, 60).fill(120, WIDTH * HEIGHT * 3);
	return sharp(data, {
		raw: { width: WIDTH, height: HEIGHT * 3, channels: 3, pageHeight: HEIGHT },
	});
};

/** Kinds of files, as libjpeg, libpng and libwebp write them. */
const KINDS = {
	'baseline.jpg': () => canvas(3).jpeg({ chromaSubsampling: '4:2:0' }),
	'full-colour.jpg': () => canvas(3).jpeg({ chromaSubsampling: '4:4:4', quality: 98 }),
	'progressive.jpg': () => canvas(3).jpeg({ progressive: true }),
	'grey.jpg': () => canvas(3).greyscale().jpeg(),
	'cmyk.jpg': () => canvas(3).toColourspace('cmyk').jpeg(),
	'profile.jpg': () => canvas(3).withIccProfile('p3').jpeg(),
	'turned.jpg': () => canvas(3).withMetadata({ orientation: 6 }).jpeg(),
	'truecolour.png': () => canvas(3).png(),
	'alpha.png': () => canvas(4).png(),
	'16-bit.png': () => canvas(3).toColourspace('rgb16').png(),
	'interlaced.png': () => canvas(4).png({ progressive: true }),
	'palette.png': () => canvas(3).png({ palette: true, colours: 16 }),
	'grey.png': () => canvas(3).greyscale().png(),
	'profile.png': () => canvas(3).withIccProfile('p3').png(),
	'lossy.webp': () => canvas(3).webp({ quality: 70 }),
	'lossless.webp': () => canvas(3).webp({ lossless: true }),
	'alpha.webp': () => canvas(4).webp({ quality: 70 }),
	'lossless-alpha.webp': () => canvas(4).webp({ lossless: true }),
	'animated.webp': () => animated().webp({ loop: 0, delay: [80, 80, 80] }),
	'profile.webp': () => canvas(3).withIccProfile('p3').webp(),
};

const XMP = [
	'-XMP-dc:Subject=Holiday',
	'-XMP-dc:Subject=CUP',
	'-XMP:Rating=4',
	'-XMP:Title=A & <B>',
];
const EXIF = ['-Make=Maker', '-Model=Model', '-GPSLatitude=47.5', '-GPSLatitudeRef=N', '-ISO=200'];
const IPTC = ['-IPTC:Keywords=Sea', '-IPTC:By-line=Me', '-IPTC:City=Bern'];
const THUMBNAIL = (folder) => [`-ThumbnailImage<=${path.join(folder, '.thumbnail.jpg')}`];

/** What other programs may have written before, by ExifTool's options, and for which formats. */
const EARLIER = {
	xmp: { args: () => XMP },
	exif: { args: (folder) => [...EXIF, ...THUMBNAIL(folder)], only: /jpg$/ },
	'exif-xmp': { args: () => [...EXIF, ...XMP] },
	iptc: { args: () => IPTC, only: /jpg$/ },
	'iptc-utf8': {
		args: () => ['-CodedCharacterSet=UTF8', ...IPTC, '-IPTC:Keywords=杯子', '-IPTCDigest=new'],
		only: /jpg$/,
	},
	'iptc-latin1': { args: () => [...IPTC, '-IPTC:City=Zürich'], only: /jpg$/ },
	all: { args: () => [...XMP, ...EXIF, ...IPTC, '-Comment=Hello'], only: /jpg$/ },
	padded: { args: () => ['-api', 'Compact=NoIndent', ...XMP], only: /jpg$/ },
};

/** A JPG with an image behind it in which ExifTool finds the index that phones write. */
async function multiPicture(folder) {
	const [first, second] = await Promise.all(
		['baseline.jpg', 'grey.jpg'].map((name) => readFile(path.join(folder, name))),
	);
	const index = Buffer.alloc(82);
	index.write('MM\0*\0\0\0\x08\0\x03', 'latin1');
	index.write('\xb0\0\0\x07\0\0\0\x040100', 10, 'latin1');
	index.write('\xb0\x01\0\x04\0\0\0\x01\0\0\0\x02', 22, 'latin1');
	index.write('\xb0\x02\0\x07\0\0\0\x20\0\0\0\x32', 34, 'latin1');
	const segment = Buffer.concat([Buffer.from('\xff\xe2\0\0MPF\0', 'latin1'), index]);
	segment.writeUInt16BE(segment.length - 2, 2);
	const base = 2 + 8;
	const size = first.length + segment.length;
	const entries = [0x030000, size, 0, 0, 0x020001, second.length, size - base, 0];
	entries.forEach((value, i) => segment.writeUInt32BE(value, 8 + 50 + i * 4));
	return Buffer.concat([first.subarray(0, 2), segment, first.subarray(2), second]);
}

/** A photo; of most cameras only the head is there, which gets the pixels of another. */
function withPixels(photo, other) {
	let at = 2;
	while (photo[at + 1] !== 0xda) {
		const end = at + 2 + (at + 4 > photo.length ? Infinity : photo.readUInt16BE(at + 2));
		if (end > photo.length)
			return Buffer.concat([
				photo.subarray(0, at),
				other.subarray(other.indexOf('\xff\xdb', 0, 'latin1')),
			]);
		at = end;
	}
	return photo;
}

const FILM = Buffer.concat([
	Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'),
	Buffer.alloc(5000),
]);

/** Writes photos of every kind into a folder. @returns how many */
export async function makePhotos(folder) {
	await mkdir(folder, { recursive: true });
	const at = (name) => path.join(folder, name);
	await canvas(3).resize(40).jpeg().toFile(at('.thumbnail.jpg'));
	const commands = [];
	for (const [kind, make] of Object.entries(KINDS)) {
		await make().toFile(at(kind));
		for (const [name, { args, only = /./ }] of Object.entries(EARLIER)) {
			if (!only.test(kind)) continue;
			await copyFile(at(kind), at(`${name}-${kind}`));
			commands.push([...args(folder), at(`${name}-${kind}`)]);
		}
	}
	await writeFile(at('multi-picture.jpg'), await multiPicture(folder));
	await copyFile(at('multi-picture.jpg'), at('multi-picture-all.jpg'));
	commands.push([...EARLIER.all.args(folder), at('multi-picture-all.jpg')]);
	await copyFile(at('baseline.jpg'), at('moving.jpg'));
	const film = ['-XMP-GCamera:MotionPhoto=1', `-XMP-GCamera:MicroVideoOffset=${FILM.length}`];
	commands.push([...EARLIER.all.args(folder), ...film, at('moving.jpg')]);
	await writeWithExifTool(commands);
	await writeFile(at('moving.jpg'), Buffer.concat([await readFile(at('moving.jpg')), FILM]));
	const photos = path.join(root, 'examples/photos');
	for (const name of readdirSync(photos))
		await copyFile(path.join(photos, name), at(`example-${name}`));
	for (const sub of ['', 'samples']) {
		const cameras = path.join(CAMERAS, sub);
		for (const name of existsSync(cameras) ? readdirSync(cameras) : [])
			if (name.endsWith('.jpg'))
				await writeFile(
					at(`camera-${name}`),
					withPixels(await readFile(path.join(cameras, name)), await readFile(at('baseline.jpg'))),
				);
	}
	return readdirSync(folder).filter((name) => !name.startsWith('.')).length;
}

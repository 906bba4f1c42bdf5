/*
 * Tags in metadata, judged by programs that others wrote: ExifTool, Exiv2 and libvips (through sharp).
 * Needs the Debian packages libimage-exiftool-perl and exiv2, and tries the photos of some fifty
 * cameras where golang-github-rwcarlsen-goexif-dev is installed. `npm run build` comes first.
 *
 *     node --test test/judges/metadata.test.mjs
 */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

import { build } from 'esbuild';

import { makePhotos, sharp } from './photos.mjs';
import { previewsIn, readWithExifTool, readWithExiv2, writeWithExifTool } from './programs.mjs';

const { writeTags } = createRequire(import.meta.url)('../../dist/nodes/ImageTagging/metadata.js');

const sniffing = await build({
	entryPoints: [path.join(import.meta.dirname, '../../images/sniff.ts')],
	bundle: true,
	format: 'esm',
	write: false,
});
const { imageFile } = await import(
	`data:text/javascript;base64,${Buffer.from(sniffing.outputFiles[0].contents).toString('base64')}`
);

const tag = (en, zh, type, boxes = []) => ({
	tag: en,
	type,
	confidence: 90,
	i18n_tag: { en, zh },
	i18n_type: { en: type, zh: type },
	instances: boxes.map(([top_left_x, top_left_y, width, height]) => ({
		confidence: 90,
		bounding_box: { top_left_x, top_left_y, width, height },
	})),
});
const TAGS = [
	tag('Cup', '杯子', 'object', [[4, 4, 20, 16]]),
	tag('Still life', '静物', 'scene'),
	tag('a & b ]]>', 'قطة 🎉', 'scene'),
];
const NAMES = ['Cup', '杯子', 'Still life', '静物', 'a & b ]]>', 'قطة 🎉'];

const OPTIONS = { language: 'en', bothLanguages: true, pause: async () => undefined };

/** What may differ: the keywords, where they are, and what counts bytes. */
const MAY_DIFFER = [
	/^SourceFile$/,
	/^(File|Composite):System/,
	/:ExifTool(Version|Version.*)?$/,
	/^ExifTool:/,
	/XMP-dc:Subject$/,
	/XMP-lr:HierarchicalSubject$/,
	/XMP-iptcExt:ImageRegion$/,
	/IPTC:(Keywords|CodedCharacterSet|EnvelopeRecordVersion|ApplicationRecordVersion)$/,
	/(Current)?IPTCDigest$/,
	/MPImage(Start|Length)$/,
	/RIFF:.*Flags$/,
];

/** The words of an extended WEBP's header, which a simple one lacks. */
const HEADER_ONLY =
	/^File:FileType$|^RIFF:(RIFF:)?(WebP_Flags|ImageWidth|ImageHeight|VP8Version|HorizontalScale|VerticalScale|AlphaIsUsed)$/;

let folder;
let count;
let read;

const inFolder = (...parts) => path.join(folder, ...parts);
const names = async () =>
	(await readdir(inFolder('before'))).filter((name) => !name.startsWith('.')).sort();

before(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'judged-'));
	count = await makePhotos(inFolder('before'));
	await Promise.all(['after', 'beside', 'theirs'].map((name) => mkdir(inFolder(name))));
	for (const name of await names()) {
		const file = await readFile(inFolder('before', name));
		for (const [place, target] of [
			['embed', ['after', name]],
			['sidecar', ['beside', `${name}.xmp`]],
		]) {
			const { kind, bytes } = await writeTags(imageFile(file), TAGS, { ...OPTIONS, place });
			if (kind === (place === 'embed' ? 'image' : place))
				await writeFile(inFolder(...target), bytes);
		}
	}
	read = {
		before: await readWithExifTool(inFolder('before')),
		after: await readWithExifTool(inFolder('after')),
	};
});

after(async () => await rm(folder, { recursive: true, force: true }));

const list = (value) => (value === undefined ? [] : [value].flat().map(String));
const keysOf = (tags, pattern) => Object.keys(tags).filter((key) => pattern.test(key));
const valuesOf = (tags, pattern) => keysOf(tags, pattern).flatMap((key) => list(tags[key]));
const fold = (text) => text.toLowerCase();
const written = () => [...read.after].sort(([a], [b]) => (a < b ? -1 : 1));

/** Existing keywords first, then the missing ones. */
const merged = (there) => [
	...there,
	...NAMES.filter((name) => !there.map(fold).includes(fold(name))),
];

test('nearly all of at least 60 photos are written to', () => {
	assert.ok(count >= 60, `${count} photos`);
	assert.ok(read.after.size >= count * 0.97, `${read.after.size} of ${count}`);
	console.log(`${read.after.size} of ${count} photos were written to.`);
});

test('ExifTool reads every keyword, and the earlier ones', () => {
	for (const [name, tags] of written()) {
		const earlier = read.before.get(name);
		const [subjects, others] = [/XMP-dc:Subject$/, /IPTC:Keywords$/].map((key) =>
			valuesOf(earlier, key),
		);
		const there = [
			...subjects,
			...others.filter((text) => !subjects.map(fold).includes(fold(text))),
		];
		assert.deepEqual(valuesOf(tags, /XMP-dc:Subject$/), merged(there), name);
		if (name.endsWith('.jpg')) {
			const keywords = valuesOf(tags, /IPTC:Keywords$/).map(fold);
			const ascii = merged(there).filter((text) => /^[ -~]*$/.test(text));
			for (const text of ascii) assert.ok(keywords.includes(fold(text)), `${name}: ${text}`);
			assert.equal(new Set(keywords).size, keywords.length, name);
		}
		assert.deepEqual(
			valuesOf(tags, /HierarchicalSubject$/),
			['object|Cup', 'scene|Still life', 'scene|a & b ]]>'],
			name,
		);
		const [region] = keysOf(tags, /ImageRegion$/).map((key) => tags[key][0]);
		assert.equal(region.Name, 'Cup', name);
		assert.equal(region.RegionBoundary.RbShape, 'Rectangle', name);
	}
});

test('ExifTool has nothing new against the files', () => {
	for (const [name, tags] of written()) {
		const complaints = (file) => valuesOf(file, /:(Warning|Error)( \(\d+\))?$/);
		const known = complaints(read.before.get(name));
		const news = complaints(tags).filter((text) => !known.includes(text));
		assert.deepEqual(news, [], name);
	}
});

test('ExifTool reads everything else as it was', () => {
	for (const [name, tags] of written()) {
		const isKept = (key) =>
			!MAY_DIFFER.some((pattern) => pattern.test(key)) &&
			!(name.endsWith('.webp') && HEADER_ONLY.test(key));
		const kept = (file) =>
			Object.fromEntries(
				Object.entries(file)
					.filter(([key]) => isKept(key))
					.sort(),
			);
		assert.deepEqual(kept(tags), kept(read.before.get(name)), name);
	}
});

test('thumbnails, previews, further images and profiles are the same bytes', async () => {
	const was = await previewsIn(inFolder('before'));
	const is = await previewsIn(inFolder('after'));
	for (const previews of is)
		assert.deepEqual(
			previews,
			was.find(({ name }) => name === previews.name),
			previews.name,
		);
});

test('Exiv2 reads every keyword, and says nothing new', async () => {
	for (const [name] of written()) {
		const keys = ['Xmp.dc.subject', 'Iptc.Application2.Keywords'];
		const was = await readWithExiv2(inFolder('before', name), keys);
		const is = await readWithExiv2(inFolder('after', name), keys);
		const all = is.values.join(', ');
		for (const text of NAMES)
			assert.ok(fold(all).includes(fold(text)), `${name}: ${text} in ${all}`);
		assert.deepEqual(
			is.said.filter((line) => !was.said.includes(line)),
			[],
			name,
		);
	}
});

test('libvips decodes the same pixels', async () => {
	for (const [name] of written()) {
		const pixels = (which) =>
			sharp(inFolder(which, name), { animated: true }).raw().toBuffer().catch(String);
		const [was, is] = await Promise.all([pixels('before'), pixels('after')]);
		assert.ok(Buffer.from(was).equals(Buffer.from(is)), name);
	}
});

test('the same keywords, written by ExifTool itself, read the same', async () => {
	const earlier = written().filter(([name]) => !/^(camera|example)-/.test(name));
	const commands = [];
	for (const [name, tags] of earlier) {
		const theirs = inFolder('theirs', name);
		await writeFile(theirs, await readFile(inFolder('before', name)));
		const there = valuesOf(read.before.get(name), /XMP-dc:Subject$/);
		const added = valuesOf(tags, /XMP-dc:Subject$/).slice(there.length);
		if (added.length > 0)
			commands.push([...added.map((text) => `-XMP-dc:Subject+=${text}`), theirs]);
	}
	await writeWithExifTool(commands);
	const theirs = await readWithExifTool(inFolder('theirs'));
	for (const [name, tags] of earlier)
		assert.deepEqual(
			valuesOf(tags, /XMP-dc:Subject$/),
			valuesOf(theirs.get(name), /XMP-dc:Subject$/),
			name,
		);
});

test('both read every keyword in the files beside the photos', async () => {
	const sidecars = await readWithExifTool(inFolder('beside'));
	assert.equal(sidecars.size, count);
	for (const [name, tags] of sidecars) {
		const subjects = valuesOf(tags, /XMP-dc:Subject$/).map(fold);
		for (const text of NAMES) assert.ok(subjects.includes(fold(text)), name);
		assert.deepEqual(valuesOf(tags, /:(Warning|Error)$/), [], name);
	}
	for (const name of ['baseline.jpg', 'xmp-alpha.png', 'all-progressive.jpg']) {
		const is = await readWithExiv2(inFolder('beside', `${name}.xmp`), ['Xmp.dc.subject']);
		for (const text of NAMES) assert.ok(fold(is.values.join()).includes(fold(text)), name);
		assert.deepEqual(is.said, [], name);
	}
});

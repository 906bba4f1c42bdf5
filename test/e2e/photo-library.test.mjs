import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { readPhoto, startRig } from './rig.mjs';
import { startS3 } from './standins/s3.mjs';

const BUCKET = 'pictures';
const BROKEN = Buffer.from('this is no photo');

let rig;
let disk;
let s3;
let airplane;
let coffee;

before(async () => {
	[airplane, coffee] = await Promise.all(['airplane.jpg', 'coffee.jpg'].map(readPhoto));
	disk = mkdtempSync(path.join(tmpdir(), 'library-'));
	s3 = await startS3(BUCKET);
	rig = await startRig({ env: { N8N_RESTRICT_FILE_ACCESS_TO: disk } });
	await rig.addServiceCredential();
	await rig.addCredential('s3', 'S3 account', s3.credential);
});

after(async () => {
	await rig?.stop();
	await s3?.close();
	rmSync(disk, { recursive: true, force: true });
});

/** Runs a workflow from its trigger. @returns the photos that were tagged */
async function run(workflow, trigger) {
	const result = await rig.api.finished(await rig.api.run(workflow.id, trigger));
	assert.equal(result.status, 'success', result.failure);
	return result.items('Tag photos').map(({ json }) => json.image.file_name);
}

/** The keywords that ExifTool reads in a photo, without a warning; the packet's own where it is not installed. */
async function keywordsIn(photo) {
	const file = path.join(mkdtempSync(path.join(disk, 'read-')), 'photo.jpg');
	writeFileSync(file, photo);
	const options = ['-json', '-validate', '-warning', '-error', '-Subject', '-Keywords'];
	const read = await promisify(execFile)('exiftool', [...options, file]).catch((error) => {
		if (error.code !== 'ENOENT') throw error;
	});
	if (!read) {
		const [, list] = /<dc:subject>(.*?)<\/dc:subject>/s.exec(photo.toString()) ?? [];
		return [...list.matchAll(/<rdf:li>(.*?)<\/rdf:li>/g)].map(([, keyword]) => keyword);
	}
	const [{ Warning, Error, Subject, Keywords }] = JSON.parse(read.stdout);
	assert.deepEqual([Warning, Error], [undefined, undefined]);
	assert.deepEqual(Keywords, Subject);
	return [Subject].flat();
}

const pixels = (photo) => photo.subarray(photo.indexOf('\xff\xda', 0, 'latin1'));

async function expectTagged(photo, original) {
	assert.ok((await keywordsIn(photo)).some((keyword) => /airplane|cup/i.test(keyword)));
	assert.ok(pixels(photo).equals(pixels(original)));
}

test('tags the photos of a folder, keeps the originals, and leaves alone what it has done', async () => {
	const library = mkdtempSync(path.join(disk, 'photos-'));
	const at = (name) => path.join(library, name);
	writeFileSync(at('airplane.jpg'), airplane);
	writeFileSync(at('coffee.jpg'), coffee);
	writeFileSync(at('broken.jpg'), BROKEN);
	writeFileSync(at('notes.txt'), 'left alone');
	const workflow = await rig.importExample('photo-library-folder', { library });
	const tagged = await run(workflow, 'Every night');
	assert.deepEqual(tagged.filter((name) => name !== undefined).sort(), [
		'airplane.jpg',
		'coffee.jpg',
	]);
	assert.deepEqual(readdirSync(library).sort(), [
		...['airplane.jpg', 'airplane.jpg_original', 'broken.jpg'],
		...['coffee.jpg', 'coffee.jpg_original', 'notes.txt'],
	]);
	for (const [name, original] of [
		['airplane.jpg', airplane],
		['coffee.jpg', coffee],
	]) {
		assert.ok(readFileSync(at(`${name}_original`)).equals(original));
		await expectTagged(readFileSync(at(name)), original);
	}
	assert.ok(readFileSync(at('broken.jpg')).equals(BROKEN));

	const before = readFileSync(at('coffee.jpg'));
	assert.deepEqual(await run(workflow, 'Every night'), []);
	assert.ok(readFileSync(at('coffee.jpg')).equals(before));
});

test('tags the photos of a bucket, keeps the originals, and goes on where it was interrupted', async () => {
	await s3.put('library/airplane.jpg', airplane, 'image/jpeg');
	await s3.put('library/coffee.jpg', coffee, 'image/jpeg');
	await s3.put('library/coffee.jpg_original', coffee, 'image/jpeg');
	await s3.put('library/broken.jpg', BROKEN, 'image/jpeg');
	const workflow = await rig.importExample('photo-library-bucket');
	const tagged = await run(workflow, 'Every hour');
	assert.equal(tagged.length, 2);
	assert.deepEqual(await s3.keys(), [
		...['library/airplane.jpg', 'library/airplane.jpg_original'],
		...['library/broken.jpg', 'library/coffee.jpg', 'library/coffee.jpg_original'],
	]);
	await expectTagged(await s3.read('library/airplane.jpg'), airplane);
	await expectTagged(await s3.read('library/coffee.jpg'), coffee);
	assert.ok((await s3.read('library/airplane.jpg_original')).equals(airplane));
	assert.ok((await s3.read('library/broken.jpg')).equals(BROKEN));
	assert.deepEqual(await run(workflow, 'Every hour'), []);
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { bmpFile } from '../images/support/headers';
import { segment } from '../images/metadata/support/jpeg-files';
import { listOf, packetIn } from '../images/metadata/support/tags';
import { startEngine, type Engine } from '../support/engine/engine';
import { builtPackage } from '../support/engine/package';
import { photoServer } from '../support/photo-server';
import { serviceCredentials, startService, type RunningService } from '../support/service';
import { tagging } from '../support/tagging-workflow';

const root = join(__dirname, '../..');
const photos = join(root, 'examples/photos');
const sharp = join(root, 'service/node_modules/sharp');

let service: RunningService;
let engine: Engine;

beforeAll(async () => {
	service = await startService(root, { workers: 1 });
	const { accessKey } = serviceCredentials(service.url);
	engine = await startEngine({
		...builtPackage(root),
		credentials: new Map([['accessKey', { type: 'huaweiCloudApi', data: accessKey }]]),
	});
});

afterAll(async () => {
	engine?.stop();
	await service?.stop();
});

const photo = readFileSync(join(photos, 'coffee.jpg'));
const item = (bytes: Buffer, fileName = 'coffee.jpg', mimeType = 'image/jpeg') => ({
	json: {},
	binary: { data: { data: bytes.toString('base64'), mimeType, fileName } },
});

/** Tags an image; its items, the file that goes with the first, and what the node says. */
async function tagged(
	parameters: Parameters<typeof tagging>[0],
	items: Array<{ json: object }> = [item(photo)],
) {
	const result = await engine.run(tagging(parameters), { items: items as never });
	const all = result.items('Image Tagging');
	const field = ((parameters.options ?? {}) as Record<string, string>).taggedPropertyName;
	const name = field ?? 'tagged';
	const file = all[0]?.binary?.[name] && (await engine.binary(all[0], name));
	const hints = JSON.stringify(result.hints('Image Tagging'));
	return { all, file: file as Buffer, info: all[0]?.binary?.[name], hints };
}

const embed = { writeTags: 'embed' };
const namesOf = (items: Array<{ json: object }>): string[] =>
	items.map(({ json }) => (json as { tag: string }).tag);

const photographed = (file: Buffer) => file.subarray(file.indexOf('\xff\xda', 0, 'latin1'));

describe('the tagged image', () => {
	it('is the image itself with its tags as keywords, on the first item', async () => {
		const { all, file, info } = await tagged({ options: embed });
		expect(info).toMatchObject({ fileName: 'coffee.jpg', mimeType: 'image/jpeg' });
		expect(listOf(file, 'dc:subject')).toEqual(namesOf(all));
		expect(namesOf(all)).toContain('cup');
		expect(photographed(file).equals(photographed(photo))).toBe(true);
		expect(all.filter(({ binary }) => binary?.tagged)).toHaveLength(1);
	});

	it('is the same after a second run', async () => {
		const once = await tagged({ options: embed });
		const twice = await tagged({ options: embed }, [item(once.file)]);
		expect(twice.file.equals(once.file)).toBe(true);
	});

	it('has the tags that pass the filters, in both languages on request', async () => {
		const options = { ...embed, includeTags: 'cup', writeTagsLanguages: 'both' };
		const { all, file } = await tagged({ language: 'zh', options });
		const { i18n_tag } = all[0]!.json as { i18n_tag: { en: string; zh: string } };
		expect(listOf(file, 'dc:subject')).toEqual([i18n_tag.zh, i18n_tag.en]);
		expect(listOf(file, 'lr:hierarchicalSubject')[0]).toMatch(/^.+\|杯/);
	});

	it('is what it was where no tag passes', async () => {
		const options = { ...embed, includeTags: 'unicorn' };
		const { file } = await tagged({ output: 'images', options });
		expect(file.equals(photo)).toBe(true);
	});

	it.each(['images', 'objects', 'raw'])('goes with the first item of %s', async (output) => {
		const options = { ...embed, taggedPropertyName: 'photo' };
		const { file } = await tagged({ output, options });
		expect(listOf(file, 'dc:subject')).toContain('cup');
	});

	it('is made of base64 text and of a downloaded image, by their names', async () => {
		const base64 = photo.toString('base64');
		const text = await tagged({ imageSource: 'base64', base64, options: embed });
		expect(text.info).toMatchObject({ fileName: 'image.jpg', mimeType: 'image/jpeg' });
		const server = await photoServer(photos);
		try {
			const url = `${server.url}/coffee.jpg`;
			const options = { ...embed, downloadUrl: true };
			const web = await tagged({ imageSource: 'url', url, options });
			expect(web.info).toMatchObject({ fileName: 'coffee.jpg' });
			expect(web.file.equals(text.file)).toBe(true);

			const linked = await tagged({ imageSource: 'url', url, options: embed });
			expect(namesOf(linked.all)).toContain('cup');
			expect(linked.info).toBeUndefined();
			expect(linked.hints).toContain('1 image could not be given the tags. ');
			expect(linked.hints).toContain('Download Image in n8n');
		} finally {
			await server.close();
		}
	});

	it('is the original, with regions in its pixels, where a smaller copy was sent', async () => {
		const large = execFileSync(
			process.execPath,
			[
				'-e',
				`require(${JSON.stringify(sharp)})(process.argv[1]).resize(4500).jpeg().toBuffer().then((b) => process.stdout.write(b))`,
				join(photos, 'coffee.jpg'),
			],
			{ maxBuffer: 1 << 28 },
		);
		const options = { ...embed, shrink: true, includeTags: 'cup' };
		const { all, file } = await tagged({ output: 'objects', options }, [item(large)]);
		expect(photographed(file).equals(photographed(large))).toBe(true);
		const box = (all[0]!.json as { relative_box: { left: number; width: number } }).relative_box;
		const [, left] = /rbX="([\d.]+)"/.exec(packetIn(file)) ?? [];
		expect(Math.abs(Number(left) - box.left)).toBeLessThan(0.001);
	});
});

describe('the file beside the image', () => {
	it('is XMP under the name of the image', async () => {
		const { all, file, info, hints } = await tagged({ options: { writeTags: 'sidecar' } });
		expect(info).toMatchObject({ fileName: 'coffee.jpg.xmp', mimeType: 'application/rdf+xml' });
		expect(listOf(file, 'dc:subject')).toEqual(namesOf(all));
		expect(hints).not.toContain('XMP');
	});

	const signed = Buffer.concat([
		photo.subarray(0, 2),
		segment(0xeb, 'JP\0\x01', 'jumb c2pa'),
		photo.subarray(2),
	]);

	it.each<[string, Buffer, string, RegExp]>([
		['BMP', bmpFile(64, 64), 'photo.bmp', /has no place for keywords/],
		['signed JPG', signed, 'signed.jpg', /content credentials/],
	])('takes the place of a %s, and a hint says why', async (_, image, name, reason) => {
		const { info, hints } = await tagged(
			{ output: 'images', options: { ...embed, threshold: 1 } },
			[item(image, name, 'application/octet-stream')],
		);
		expect(info).toMatchObject({ fileName: `${name}.xmp` });
		expect(hints).toMatch(
			/1 image can not safely be written to: an XMP file has the tags instead\./,
		);
		expect(hints).toMatch(reason);
	});
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { sniffImage } from '../../images/sniff';
import { startEngine, type Engine } from '../support/engine/engine';
import { builtPackage } from '../support/engine/package';
import { photoServer } from '../support/photo-server';
import { serviceCredentials, startService, type RunningService } from '../support/service';
import { tagging } from '../support/tagging-workflow';

const root = join(__dirname, '../..');
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

const item = (bytes: Buffer, fileName = 'photo.jpg') => ({
	json: {},
	binary: { data: { data: bytes.toString('base64'), mimeType: 'image/jpeg', fileName } },
});
const photo = (name: string) => readFileSync(join(root, 'examples/photos', name));

/** Enlarges a photo, with sharp in another process since Jest's modules and native ones don't mix. */
const enlarged = (name: string, width: number): Buffer =>
	execFileSync(
		process.execPath,
		[
			'-e',
			`require(${JSON.stringify(sharp)})(process.argv[1]).resize(${width}).jpeg().toBuffer().then((b) => process.stdout.write(b))`,
			join(root, 'examples/photos', name),
		],
		{ maxBuffer: 1 << 28 },
	);

describe('annotated pictures', () => {
	it.each(['png', 'jpeg'])('come as %s, of the size of the photo', async (annotatedPicture) => {
		const result = await engine.run(
			tagging({ output: 'images', options: { annotatedPicture, annotatedPropertyName: 'drawn' } }),
			{ items: [item(photo('march-pastoral.jpg'), 'march-pastoral.jpg')] },
		);
		const [tagged] = result.items('Image Tagging');
		const drawn = await engine.binary(tagged!, 'drawn');
		const original = sniffImage(photo('march-pastoral.jpg'));
		expect(sniffImage(drawn)).toMatchObject({
			format: annotatedPicture,
			width: original.width,
			height: original.height,
		});
		expect(tagged!.binary!.drawn).toMatchObject({
			mimeType: `image/${annotatedPicture}`,
			fileName: `march-pastoral-annotated.${annotatedPicture === 'jpeg' ? 'jpg' : 'png'}`,
		});
	});

	it('go with the first item of each image only', async () => {
		const result = await engine.run(
			tagging({ options: { annotatedPicture: 'jpeg', threshold: 20 } }),
			{ items: [item(photo('march-pastoral.jpg')), item(photo('coffee.jpg'))] },
		);
		const items = result.items('Image Tagging');
		const withPicture = items.filter(({ binary }) => binary?.annotated);
		expect(withPicture.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(items.length).toBeGreaterThan(2);
	});

	it('are not drawn of a URL that n8n has not downloaded: the tags come, and a hint says why', async () => {
		const photos = await photoServer(join(root, 'examples/photos'));
		try {
			const url = `${photos.url}/coffee.jpg`;
			const options = { annotatedPicture: 'png' };
			const fetched = await engine.run(tagging({ imageSource: 'url', url, options }), {
				items: [{ json: {} }],
			});
			expect(fetched.json('Image Tagging')).toContainEqual(expect.objectContaining({ tag: 'cup' }));
			expect(fetched.items('Image Tagging')[0]).not.toHaveProperty('binary');
			expect(JSON.stringify(fetched.hints('Image Tagging'))).toContain('Download Image in n8n');

			const downloaded = await engine.run(
				tagging({ imageSource: 'url', url, options: { ...options, downloadUrl: true } }),
				{ items: [{ json: {} }] },
			);
			expect(downloaded.items('Image Tagging')[0]!.binary).toHaveProperty('annotated');
		} finally {
			await photos.close();
		}
	});

	it('are neither drawn nor missed of an image that gives no item', async () => {
		const photos = await photoServer(join(root, 'examples/photos'));
		const parameters = { imageSource: 'url', url: `${photos.url}/coffee.jpg` };
		const options = { annotatedPicture: 'png', includeTags: 'unicorn' };
		const result = await engine.run(tagging({ ...parameters, options }), { items: [{ json: {} }] });
		await photos.close();
		expect(result.items('Image Tagging')).toEqual([]);
		const hints = result.hints('Image Tagging').map(({ message }) => message);
		expect(hints).toEqual([expect.stringMatching(/^1 image of 1 gave no tags\./)]);
	});

	it('are left out for a damaged file, whose tags still come', async () => {
		const cut = photo('march-pastoral.jpg').subarray(0, 200_000);
		const result = await engine.run(
			tagging(
				{ options: { annotatedPicture: 'png', validation: 'off' } },
				{ onError: 'continueRegularOutput' },
			),
			{ items: [item(cut)] },
		);
		expect(result.items('Image Tagging')).toHaveLength(1);
	});

	it('load no codecs while nobody asks for them', async () => {
		const script = `
			const { readFileSync } = require('node:fs');
			const module_ = require('node:module');
			const loaded = [];
			const load = module_._load;
			module_._load = function (name, ...rest) { loaded.push(name); return load.call(this, name, ...rest); };
			require(${JSON.stringify(join(root, 'dist/nodes/ImageTagging/ImageTagging.node.js'))});
			process.stdout.write(JSON.stringify(loaded));`;
		const loaded = execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' });
		expect(loaded).not.toContain('pictures');
	});
});

describe('shrinking', () => {
	it('sends a smaller copy and gives boxes in the pixels of the original', async () => {
		const large = enlarged('coffee.jpg', 5_000);
		const { width, height } = sniffImage(large) as { width: number; height: number };
		const refused = await engine.run(tagging({}), { items: [item(large)] });
		expect(refused.error?.message).toContain('4096');

		const result = await engine.run(tagging({ output: 'objects', options: { shrink: true } }), {
			items: [item(large)],
		});
		const cup = result.json('Image Tagging').find(({ tag }) => tag === 'cup')!;
		expect(cup.image).toMatchObject({ width, height, sent_width: 4096 });
		const box = cup.bounding_box as IDataObject as Record<string, number>;
		const small = await engine.run(tagging({ output: 'objects' }), {
			items: [item(photo('coffee.jpg'))],
		});
		const smallCup = small.json('Image Tagging').find(({ tag }) => tag === 'cup')!;
		const expected = smallCup.relative_box as Record<string, number>;
		expect(Math.abs(box.top_left_x! / width - expected.left!)).toBeLessThan(0.03);
		expect(Math.abs(box.width! / width - expected.width!)).toBeLessThan(0.03);
	});

	it('leaves a raw answer as it came, and tells in whose pixels its boxes are', async () => {
		const large = enlarged('coffee.jpg', 5_000);
		const { width, height } = sniffImage(large);
		const result = await engine.run(tagging({ output: 'raw', options: { shrink: true } }), {
			items: [item(large), item(photo('coffee.jpg'))],
		});
		const [shrunk] = result.json('Image Tagging') as Array<{
			result: { tags: Array<{ instances: Array<{ bounding_box: Record<string, number> }> }> };
		}>;
		const sides = shrunk!.result.tags.flatMap(({ instances }) =>
			instances.map(({ bounding_box: box }) => box.top_left_x! + box.width!),
		);
		expect(Math.max(...sides)).toBeLessThanOrEqual(4096);
		const hints = result.hints('Image Tagging').map(({ message }) => message);
		expect(hints).toContainEqual(
			expect.stringMatching(
				new RegExp(
					`^1 image was shrunk before sending \\(4096 × \\d+ px instead of ${width} × ${height}\\)`,
				),
			),
		);
	});
});

import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const SERVICE = resolve(__dirname, '../../..');
export const BUILT_IN_MODELS = join(SERVICE, 'models');
export const BUILT_IN_MODEL = join(BUILT_IN_MODELS, 'coco-ssd');
const PHOTOS = resolve(SERVICE, '../examples/photos');

export const PHOTO_NAMES = [
	'march-pastoral',
	'coffee',
	'airplane',
	'nagasaki-boats',
	'airplane-from-above',
	'locomotion-house-cat',
	'french-alpine-landscape',
] as const;

/** The file bytes of one of the example photos. */
export const photo = (name: (typeof PHOTO_NAMES)[number]): Buffer =>
	readFileSync(join(PHOTOS, `${name}.jpg`));

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/lib/prepare.mjs';

/** Photos with an object that the built-in model does not miss. */
const PHOTOS = [
	{ file: 'airplane.jpg', tag: 'airplane' },
	{ file: 'coffee.jpg', tag: 'cup' },
	{ file: 'march-pastoral.jpg', tag: 'sheep' },
];

/**
 * A JPEG with a comment of its own right after its first marker, so that no two have the same bytes.
 *
 * @param {Buffer} jpeg
 * @param {string} comment
 */
function withComment(jpeg, comment) {
	const text = Buffer.from(comment);
	const header = Buffer.alloc(4);
	header.writeUInt16BE(0xfffe, 0);
	header.writeUInt16BE(text.length + 2, 2);
	return Buffer.concat([jpeg.subarray(0, 2), header, text, jpeg.subarray(2)]);
}

/**
 * @typedef {object} Picture
 * @property {number} number
 * @property {string} tag that the answer has to contain
 * @property {Buffer} bytes
 */

/**
 * Different pictures made from the committed photos.
 *
 * @param {number} count
 * @returns {Picture[]}
 */
export function makePictures(count) {
	const photos = PHOTOS.map(({ file, tag }) => ({
		tag,
		jpeg: readFileSync(path.join(root, 'examples/photos', file)),
	}));
	const rounds = Array.from({ length: Math.ceil(count / photos.length) }, () => photos);
	return rounds
		.flat()
		.slice(0, count)
		.map(({ tag, jpeg }, number) => ({
			number,
			tag,
			bytes: withComment(jpeg, `picture ${number}`),
		}));
}

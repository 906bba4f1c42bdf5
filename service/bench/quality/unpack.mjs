#!/usr/bin/env node
/*
 * Unpacks the pictures of a Qt resource file (.rcc) into a folder:
 *
 *     node bench/quality/unpack.mjs <file.rcc> <folder>
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

const DIRECTORY = 2;
const COMPRESSED = 1;
/** Bytes of a node in the tree, by the format's version. */
const NODE_BYTES = { 1: 14, 2: 22, 3: 22 };

const [file, folder] = process.argv.slice(2);
const bytes = readFileSync(file);
if (bytes.toString('latin1', 0, 4) !== 'qres') throw new Error(`${file} is no Qt resource file.`);
const [version, tree, data, names] = [4, 8, 12, 16].map((at) => bytes.readUInt32BE(at));

/** UTF-16, big end first, after its length and a hash. */
function nameAt(offset) {
	const start = names + offset;
	const text = bytes.subarray(start + 6, start + 6 + bytes.readUInt16BE(start) * 2);
	return Buffer.from(text).swap16().toString('utf16le');
}

function contentAt(offset, flags) {
	const start = data + offset;
	const content = bytes.subarray(start + 4, start + 4 + bytes.readUInt32BE(start));
	return flags & COMPRESSED ? inflateSync(content.subarray(4)) : content;
}

function visit(index) {
	const at = tree + index * NODE_BYTES[version];
	const flags = bytes.readUInt16BE(at + 4);
	if (flags & DIRECTORY) {
		const [count, first] = [bytes.readUInt32BE(at + 6), bytes.readUInt32BE(at + 10)];
		for (let i = 0; i < count; i++) visit(first + i);
		return;
	}
	const name = nameAt(bytes.readUInt32BE(at));
	if (!/\.(webp|jpe?g|png)$/.test(name)) return;
	writeFileSync(join(folder, name), contentAt(bytes.readUInt32BE(at + 10), flags));
}

mkdirSync(folder, { recursive: true });
visit(0);
